// The files of one folder are one package: a name declared in any of them is visible in all.

// --- file: go.mod
module example.com/shop

// --- file: cart.go
package shop

func Checkout() int { // @def Checkout
	return total() // @calls total
}

// --- file: pricing.go
package shop

func total() int { // @def total
	return tax() // @calls tax
}

func tax() int { return 1 } // @def tax

// --- file: other/tax.go
package other

func tax() int { return 2 } // @def other_tax

func total() int { // @def other_total
	return tax() // @calls other_tax
}
