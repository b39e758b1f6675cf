// A dot import puts another package's exported names in the file; a blank import binds nothing.

// --- file: go.mod
module example.com/m

// --- file: a/a.go
package a

import (
	. "example.com/m/b"
	_ "example.com/m/c"
)

func Run() { // @def Run
	Help()   // @calls Help
	hidden() // @calls a_hidden
}

func hidden() {} // @def a_hidden

// --- file: b/b.go
package b

func Help() {} // @def Help

func hidden() {} // @def b_hidden

// --- file: c/c.go
package c

func Help() {} // @def c_Help
