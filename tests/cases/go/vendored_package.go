// A vendored package is found under vendor/, a package of the module is never looked for there.

// --- file: go.mod
module example.com/m

// --- file: main.go
package main

import (
	"example.com/m/text"
	"github.com/acme/dep"
)

func main() { // @def main
	dep.Do()   // @calls dep_Do
	text.Cut() // @calls Cut
}

// --- file: vendor/github.com/acme/dep/dep.go
package dep

func Do() {} // @def dep_Do

// --- file: text/text.go
package text

func Cut() {} // @def Cut
