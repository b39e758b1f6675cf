// A chain of calls is followed by result types, whatever its length.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Builder struct{ q *Query }

type Query struct{}

func New() *Builder { return nil } // @def New

func (b *Builder) Where(s string) *Builder { return b } // @def Where

func (b *Builder) Done() *Query { return b.q } // @def Done

func (q Query) Where() int { return 0 } // @def query_Where

func use() { // @def use
	New(). // @calls New
		Where("a"). // @calls Where
		Where("b"). // @calls Where
		Done(). // @calls Done
		Where() // @calls query_Where
}
