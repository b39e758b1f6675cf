// A method expression called on the spot is a call; one taken as a value is not.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type T struct{}

func (T) Val() {}  // @def Val
func (*T) Ptr() {} // @def Ptr

func use(t T) { // @def use
	T.Val(t)     // @calls Val
	(*T).Ptr(&t) // @calls Ptr
	f := T.Val
	f(t)
	g := t.Ptr
	g()
}
