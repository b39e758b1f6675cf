// A package may declare a function named like a builtin: then that one is called.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

func use() int { // @def use
	_ = len("x")
	_ = comparable(1) // @calls comparable
	return max(1, 2) // @calls max
}

// --- file: b.go
package m

func max(a, b int) int { return a } // @def max

func comparable(a int) bool { return true } // @def comparable

// --- file: other/b.go
package other

func use() int { // @def other_use
	return max(1, 2)
}
