// Each clause of a type switch narrows the variable; a clause of several types does not.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Node interface {
	Walk() // @def node_Walk
}

type Leaf struct{}

func (*Leaf) Walk() {} // @def leaf_Walk
func (*Leaf) Pick() {} // @def Pick

type Fork struct{}

func (*Fork) Walk() {} // @def fork_Walk

func use(n Node) { // @def use
	switch x := n.(type) {
	case *Leaf:
		x.Walk() // @calls leaf_Walk
		x.Pick() // @calls Pick
	case *Fork:
		x.Walk() // @calls fork_Walk
	case nil, interface{ Other() }:
		x.Walk() // @calls node_Walk
	default:
		x.Walk() // @calls node_Walk
	}
	if leaf, ok := n.(*Leaf); ok {
		leaf.Walk() // @calls leaf_Walk
	}
	n.(*Fork).Walk() // @calls fork_Walk
}
