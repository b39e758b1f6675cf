// A type declared in a function is known there alone and hides the package's.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type item struct{ next *Pack }

type Pack struct{}

func (*Pack) Open() {} // @def Open

func (item) Use() {} // @def Use

func inner() { // @def inner
	type item struct{ pack Pack }
	var x item
	x.pack.Open() // @calls Open
	x.Use()
}

func outer() { // @def outer
	var x item
	x.next.Open() // @calls Open
	x.Use()       // @calls Use
}
