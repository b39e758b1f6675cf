// Several init functions may stand in one package; none can be called by name.

// --- file: go.mod
module example.com/m

// --- file: a.go
package main

func init() { // @def init_a
	setup() // @calls setup
}

func init() { // @def init_b
	setup() // @calls setup
}

func setup() {} // @def setup

func main() {} // @def main
