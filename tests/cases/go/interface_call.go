// A call on an interface calls the interface's method; the types that implement it may be reached from there.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Shape interface {
	Area() float64 // @def shape_Area
	Name() string  // @def shape_Name
}

type Square struct{}

func (Square) Area() float64 { return 1 } // @def square_Area
func (Square) Name() string  { return "" } // @def square_Name

type Circle struct{}

func (*Circle) Area() float64 { return 3 } // @def circle_Area
func (*Circle) Name() string  { return "" } // @def circle_Name

// Half has one method of two: it is no Shape.
type Half struct{}

func (Half) Area() float64 { return 0 } // @def half_Area

func use(s Shape) { // @def use
	s.Area() // @calls shape_Area @dispatch square_Area, circle_Area
}
