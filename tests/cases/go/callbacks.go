// Functions and methods handed over by name are references of their own kind, not calls.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import (
	"net/http"

	"example.com/m/jobs"
)

type Server struct{ onClose func() }

func (s *Server) hello(w http.ResponseWriter, r *http.Request) {} // @def hello

func cleanup() {} // @def cleanup

func less(a, b int) bool { return a < b } // @def less

var table = map[string]func(){
	"x": cleanup,  // @refs cleanup
	"y": jobs.Run, // @refs Run
}

func use(s *Server, other func()) func() { // @def use
	http.HandleFunc("/", s.hello) // @refs hello
	each(other)                   // @calls each
	each(cleanup)                 // @calls each @refs cleanup
	t := &Server{onClose: jobs.Run} // @refs Run
	t.onClose = cleanup           // @refs cleanup
	f := less                     // @refs less
	f(1, 2)
	return jobs.Run // @refs Run
}

func each(f func()) { // @def each
	f()
}

// --- file: jobs/jobs.go
package jobs

func Run() {} // @def Run
