// Named slices, maps and channels are ranged over and indexed like what they are made of.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Event struct{}

func (*Event) Fire() {} // @def Fire

type Events []*Event

type Index map[string]Events

func (es Events) All() { // @def All
	for _, e := range es {
		e.Fire() // @calls Fire
	}
	es[0].Fire()   // @calls Fire
	es[1:].All()   // @calls All
}

func (ix Index) Each() { // @def Each
	for _, es := range ix {
		es.All() // @calls All
	}
	ix["a"][0].Fire() // @calls Fire
	ix["a"].All()     // @calls All
}
