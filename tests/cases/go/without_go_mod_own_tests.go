// Without a go.mod, a package's external tests import it by the path that ends in its own name.

// --- file: mux.go
package mux

type Router struct{}

func NewRouter() *Router { return nil } // @def NewRouter

func (r *Router) Use() {} // @def Use

// --- file: mux_test.go
package mux_test

import (
	"testing"

	"github.com/acme/mux"
	"github.com/other/assert"
)

func TestUse(t *testing.T) { // @def TestUse
	mux.NewRouter().Use() // @calls NewRouter, Use
	assert.Equal(t, 1, 1)
}
