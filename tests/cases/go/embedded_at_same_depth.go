// A name promoted twice from the same depth is no selector at all; no edge is invented for it.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Left struct{}

func (Left) Go() {}   // @def left_Go
func (Left) Only() {} // @def Only

type Right struct{}

func (Right) Go() {} // @def right_Go

type Both struct {
	Left
	Right
}

func use(b Both) { // @def use
	b.Go()
	b.Only() // @calls Only
}
