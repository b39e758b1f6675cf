// Files of the folder named pkg_test are a package of their own beside the one they test.

// --- file: go.mod
module example.com/m/calc

// --- file: calc.go
package calc

func Add(a, b int) int { // @def Add
	return helper() // @calls helper
}

func helper() int { return 0 } // @def helper

// --- file: internal_test.go
package calc

import "testing"

func TestHelper(t *testing.T) { // @def TestHelper
	helper()  // @calls helper
	private() // @calls private
}

func private() {} // @def private

// --- file: calc_test.go
package calc_test

import (
	"testing"

	"example.com/m/calc"
)

func helper() {} // @def test_helper

func TestAdd(t *testing.T) { // @def TestAdd
	calc.Add(1, 2) // @calls Add
	helper()       // @calls test_helper
	private()
}
