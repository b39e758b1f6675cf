// Interfaces embed interfaces, and structs embed them too.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Reader interface {
	Read() // @def Read
}

type Closer interface {
	Close() // @def Close
}

type ReadCloser interface {
	Reader
	Closer
}

type wrapper struct {
	ReadCloser
}

func use(rc ReadCloser, w wrapper) { // @def use
	rc.Read()  // @calls Read
	rc.Close() // @calls Close
	w.Read()   // @calls Read
}
