// A receiver whose type cannot be told gets no edge, even when only one method has the name.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import "github.com/other/dep"

type Only struct{}

func (Only) Unmistakable() {} // @def Unmistakable

func use() { // @def use
	dep.Make().Unmistakable()
	v, _ := dep.Load()
	v.Unmistakable()
	undefined.Unmistakable()
}
