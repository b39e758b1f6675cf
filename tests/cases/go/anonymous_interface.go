// An interface without a name has methods of its own.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Other struct{}

func (Other) Flush() {} // @def other_Flush

func use(x any, y interface { // @def use
	Sync() // @def Sync
}) {
	if f, ok := x.(interface {
		Flush() // @def Flush
	}); ok {
		f.Flush() // @calls Flush
	}
	y.Sync() // @calls Sync
	x.Flush()
}
