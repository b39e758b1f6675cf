// Field types carry chains on, through slices, maps, arrays and pointers.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Engine struct{ parts []*Part }

type Part struct{ tags map[string]Tag }

type Tag struct{}

func (Tag) Show() {} // @def Show

func (p *Part) Fix() {} // @def Fix

func (e Engine) first() *Part { return e.parts[0] } // @def first

type Car struct {
	engine  *Engine
	a, b    Part
	grid    [3][4]Part
	byName  map[string][]*Part
	history struct{ last Part }
}

func (c *Car) service() { // @def service
	c.engine.parts[0].Fix()               // @calls Fix
	c.engine.first().tags["x"].Show()     // @calls first, Show
	c.b.Fix()                             // @calls Fix
	c.grid[1][2].Fix()                    // @calls Fix
	c.byName["x"][0].Fix()                // @calls Fix
	c.history.last.Fix()                  // @calls Fix
	c.engine.parts[1:][0].tags["y"].Show() // @calls Show
}
