// The module called std has the import paths of its folders, without a prefix.

// --- file: src/go.mod
module std

// --- file: src/fmt/print.go
package fmt

import "internal/buf"

func Println() { // @def Println
	buf.New() // @calls New
}

// --- file: src/internal/buf/buf.go
package buf

func New() {} // @def New

// --- file: src/cmd/go.mod
module cmd

// --- file: src/cmd/tool/main.go
package main

import "fmt"

func main() { // @def main
	fmt.Println() // @calls Println
}
