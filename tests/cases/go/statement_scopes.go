// What an if, for, switch or select declares in its head is visible in that statement only.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type A struct{}

func (A) Go() {} // @def a_Go

type B struct{}

func (B) Go() {} // @def b_Go

func makeB() B { return B{} } // @def makeB

func use(x A, ch chan B) { // @def use
	if x := makeB(); true { // @calls makeB
		x.Go() // @calls b_Go
	} else {
		x.Go() // @calls b_Go
	}
	x.Go() // @calls a_Go
	for x := makeB(); ; { // @calls makeB
		x.Go() // @calls b_Go
		break
	}
	switch x := makeB(); { // @calls makeB
	default:
		x.Go() // @calls b_Go
	}
	select {
	case x := <-ch:
		x.Go() // @calls b_Go
	case x, ok := <-ch:
		_ = ok
		x.Go() // @calls b_Go
	default:
		x.Go() // @calls a_Go
	}
	x.Go() // @calls a_Go
}
