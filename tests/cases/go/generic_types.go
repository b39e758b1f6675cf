// Methods of a generic type see its type arguments under the receiver's own names.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Item struct{}

func (Item) Use() {} // @def Use

type List[T any] struct {
	items []T
	next  *List[T]
}

func (l *List[E]) Get(i int) E { return l.items[i] } // @def Get

func (l *List[E]) Next() *List[E] { return l.next } // @def Next

type Pair[A, B any] struct {
	left  A
	right B
}

func New[T any](xs ...T) *List[T] { return &List[T]{items: xs} } // @def New

func use(l *List[Item], p Pair[int, *List[Item]]) { // @def use
	l.Get(0).Use()               // @calls Get, Use
	l.Next().next.Get(1).Use()   // @calls Next, Get, Use
	p.right.Get(0).Use()         // @calls Get, Use
	New(Item{}).Get(0).Use()     // @calls New, Get, Use
	x := List[Item]{}
	x.Get(0).Use() // @calls Get, Use
}
