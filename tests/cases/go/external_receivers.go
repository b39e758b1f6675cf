// What the standard library gives has the library's methods, never those of a namesake here.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import (
	"net/http"
	"os"
	"strings"

	"github.com/other/dep"
)

type Buffer struct{}

func (*Buffer) String() string        { return "" } // @def String
func (*Buffer) WriteString(s string)  {}            // @def WriteString
func (*Buffer) Close() error          { return nil } // @def Close
func (*Buffer) Get(string) *Buffer    { return nil } // @def Get

func Open(name string) {} // @def Open

func use(r *http.Request, w http.ResponseWriter) { // @def use
	var b strings.Builder
	b.WriteString("x")
	b.String()
	f, err := os.Open("x")
	f.Close()
	err.Error()
	r.Header.Get("x")
	w.Header().Get("x")
	dep.New().Get("x").Close()
	x := dep.Default
	x.Close()
	http.Get("x")
}
