// An alias is the type itself; a type defined from another keeps its fields but not its methods.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Base struct{ inner Inner }

func (Base) Run() {} // @def Run

type Inner struct{}

func (Inner) Walk() {} // @def Walk

type Same = Base

type Fresh Base

func (Fresh) Stop() {} // @def Stop

type Wider interface {
	Base2
}

type Base2 interface {
	Two() // @def Two
}

type Iface Base2

func use(s Same, f Fresh, i Iface) { // @def use
	s.Run() // @calls Run
	f.Run()
	f.Stop()       // @calls Stop
	f.inner.Walk() // @calls Walk
	i.Two()        // @calls Two
}
