// Each result of a call with several results has its own type.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type File struct{}

func (*File) Close() {} // @def file_Close

type Conn struct{}

func (Conn) Close() {} // @def conn_Close

func open() (*File, Conn, error) { return nil, Conn{}, nil } // @def open

func named() (f *File, err error) { // @def named
	f.Close() // @calls file_Close
	return
}

var pf, pc, _ = open() // @calls open

func use() { // @def use
	f, c, err := open() // @calls open
	f.Close()           // @calls file_Close
	c.Close()           // @calls conn_Close
	err.Error()
	g, err := named() // @calls named
	g.Close()         // @calls file_Close
	pf.Close()        // @calls file_Close
	pc.Close()        // @calls conn_Close
	a, b := File{}, Conn{}
	a.Close() // @calls file_Close
	b.Close() // @calls conn_Close
}
