// Methods of an embedded type are promoted; the shallowest one wins, and one's own comes first.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Base struct{}

func (b *Base) Open() {}  // @def base_Open
func (b *Base) Close() {} // @def base_Close
func (b *Base) Name() {}  // @def base_Name

type Middle struct {
	*Base
}

func (m Middle) Close() {} // @def middle_Close

type Top struct {
	Middle
	extra int
}

func (t *Top) Name() { // @def top_Name
	t.Base.Name() // @calls base_Name
}

func use(t Top) { // @def use
	t.Open()       // @calls base_Open
	t.Close()      // @calls middle_Close
	t.Name()       // @calls top_Name
	t.Base.Close() // @calls base_Close
	t.Middle.Name() // @calls base_Name
}
