// A function type has methods; calling its value is no call of anything known.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Handler interface {
	Serve() // @def handler_Serve
}

type HandlerFunc func()

func (f HandlerFunc) Serve() { // @def func_Serve
	f()
}

func hello() {} // @def hello

func use() { // @def use
	HandlerFunc(hello).Serve() // @calls func_Serve
	var h Handler = HandlerFunc(hello)
	h.Serve() // @calls handler_Serve
}
