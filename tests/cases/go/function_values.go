// A function held in a variable, a field, a parameter or a map is a value: calling it names no definition.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

func run()   {} // @def run
func start() {} // @def start

type Server struct {
	start func()
	hooks map[string]func() *Server
}

var global = run

func (s *Server) stop() {} // @def stop

func use(s *Server, run func()) { // @def use
	run()
	s.start()
	s.hooks["x"]().stop() // @calls stop
	global() // @dispatch run
	f := start
	f() // @dispatch start
	table := []func(){start}
	table[0]()
	go s.stop()    // @calls stop
	defer start()  // @calls start
}
