// A go.mod further down starts a module of its own; a replacement and a workspace join modules of one repository.

// --- file: go.mod
module example.com/root

require example.com/lib v1.0.0

replace example.com/lib => ./libs/lib

// --- file: main.go
package main

import (
	"example.com/lib/text"
	"example.com/tools/fmtx"
)

func main() { // @def main
	text.Trim()   // @calls Trim
	fmtx.Format() // @calls Format
}

// --- file: libs/lib/go.mod
module example.com/lib

// --- file: libs/lib/text/text.go
package text

func Trim() {} // @def Trim

// --- file: tools/go.mod
module example.com/tools

// --- file: tools/fmtx/fmtx.go
package fmtx

func Format() {} // @def Format

// --- file: go.work
go 1.21

use (
	.
	./tools
)
