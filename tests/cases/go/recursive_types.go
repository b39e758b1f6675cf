// Types that mention each other, and functions whose results depend on themselves, come to an end.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type A struct {
	*B
	self *A
}

type B struct {
	*A
	other B2
}

type B2 struct{}

func (B2) Hit() {} // @def Hit

type Loop Loop2

type Loop2 Loop

var x = y

var y = x

func use(a A, l Loop) { // @def use
	a.self.self.B.other.Hit() // @calls Hit
	a.Missing()
	l.Missing()
	x.Missing()
}
