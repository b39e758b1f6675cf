// Range gives keys and elements of slices, maps, channels, integers and iterator functions.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

import "iter"

type K string

func (K) Key() {} // @def Key

type V struct{}

func (*V) Val() {} // @def Val

type Set map[K]*V

func all() func(yield func(K, *V) bool) { return nil } // @def all

func pairs() iter.Seq2[K, *V] { return nil } // @def pairs

func singles() iter.Seq[*V] { return nil } // @def singles

func use(s []*V, m map[K]*V, ch <-chan *V, set Set, nested [][]V) { // @def use
	for i, v := range s {
		_ = i
		v.Val() // @calls Val
	}
	for k, v := range m {
		k.Key() // @calls Key
		v.Val() // @calls Val
	}
	for k := range set {
		k.Key() // @calls Key
	}
	for v := range ch {
		v.Val() // @calls Val
	}
	for k, v := range all() { // @calls all
		k.Key() // @calls Key
		v.Val() // @calls Val
	}
	for k, v := range pairs() { // @calls pairs
		k.Key() // @calls Key
		v.Val() // @calls Val
	}
	for v := range singles() { // @calls singles
		v.Val() // @calls Val
	}
	for _, row := range nested {
		for _, v := range row {
			v.Val() // @calls Val
		}
	}
}
