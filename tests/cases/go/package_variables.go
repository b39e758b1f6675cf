// Variables and constants of a package have types, also when seen from another package.

// --- file: go.mod
module example.com/m

// --- file: color/color.go
package color

type Color int

const (
	Red Color = iota
	Green
)

const Plain = 3

func (c Color) String() string { return "" } // @def String

type Theme struct{ Main Color }

func (t *Theme) Apply() {} // @def Apply

var Default = NewTheme() // @calls NewTheme

var Themes = map[string]*Theme{"x": {}}

var declared *Theme

func NewTheme() *Theme { return &Theme{} } // @def NewTheme

// --- file: main.go
package main

import "example.com/m/color"

func main() { // @def main
	color.Green.String()        // @calls String
	color.Default.Apply()       // @calls Apply
	color.Default.Main.String() // @calls String
	color.Themes["x"].Apply()   // @calls Apply
}
