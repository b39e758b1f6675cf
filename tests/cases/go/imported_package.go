// A package is imported by module path plus folder, and called by the name its files declare.

// --- file: go.mod
module example.com/shop

go 1.21

// --- file: main.go
package main

import (
	"fmt"

	"example.com/shop/go-pricing"
	st "example.com/shop/store"
)

func main() { // @def main
	pricing.Total() // @calls Total
	st.Open().Get() // @calls Open, Get
	fmt.Println()
}

// --- file: go-pricing/total.go
package pricing

func Total() int { return 0 } // @def Total

func Println() {} // @def Println

// --- file: store/store.go
package store

type Store struct{}

func Open() *Store { return nil } // @def Open

func (s *Store) Get() {} // @def Get

// --- file: decoy/store/store.go
package store

type Store struct{}

func Open() *Store { return nil } // @def decoy_Open

func (s *Store) Get() {} // @def decoy_Get
