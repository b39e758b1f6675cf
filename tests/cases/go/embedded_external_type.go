// A method that may come from an embedded type of another module stays with that type.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import (
	"sync"
	"testing"
)

type Guard struct {
	sync.Mutex
	n int
}

type Suite struct {
	*testing.T
}

type Other struct{}

func (Other) Lock() {} // @def Lock

func (Other) Run() {} // @def Run

func (g *Guard) Add() { // @def Add
	g.Lock()
	defer g.Unlock()
}

func use(s Suite) { // @def use
	s.Run("x", nil)
	s.Helper()
}
