// A type may implement an interface through what it embeds, and only with the same parameters and results.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Store interface {
	Get(key string) int // @def store_Get
	Put(key string, value int) // @def store_Put
}

type base struct{}

func (base) Get(key string) int { return 0 } // @def base_Get

type memory struct {
	*base
}

func (m *memory) Put(key string, value int) {} // @def memory_Put

type byNumber struct{}

func (byNumber) Get(key int) int         { return 0 } // @def number_Get
func (byNumber) Put(key string, value int) {}         // @def number_Put

type readOnly struct{ Store }

type Big interface {
	Store
	Delete() // @def Delete
}

type full struct{ memory }

func (full) Delete() {} // @def full_Delete

func use(s Store, b Big) { // @def use
	s.Get("x")    // @calls store_Get @dispatch base_Get
	s.Put("x", 1) // @calls store_Put @dispatch memory_Put
	b.Put("x", 1) // @calls store_Put @dispatch memory_Put
	b.Delete()    // @calls Delete @dispatch full_Delete
}
