// A call on a type parameter calls the method of its constraint.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Stringer interface {
	String() string // @def String
}

type Num interface {
	~int | ~float64
}

type ID int

func (ID) String() string { return "" } // @def id_String

func Show[T Stringer](xs []T) { // @def Show
	for _, x := range xs {
		x.String() // @calls String
	}
}

func Both[T interface{ Num; Stringer }](x T) { // @def Both
	x.String() // @calls String
}

func Sum[T Num](xs []T) T { // @def Sum
	return xs[0]
}

type Keyed interface {
	comparable
	Key() string // @def Key
}

func KeyOf[K Keyed](k K) string { // @def KeyOf
	return k.Key() // @calls Key
}
