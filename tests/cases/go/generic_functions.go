// Type arguments, given or inferred from the arguments, flow into the results.

// --- file: go.mod
module example.com/m

// --- file: a.go
package m

type Item struct{}

func (Item) Use() {} // @def item_Use

type Other struct{}

func (Other) Use() {} // @def other_Use

func First[T any](xs []T) T { return xs[0] } // @def First

func Map[T, U any](xs []T, f func(T) U) []U { return nil } // @def Map

func Zero[T any]() T { var t T; return t } // @def Zero

func Keys[K comparable, V any](m map[K]V) []K { return nil } // @def Keys

func toOther(i Item) Other { return Other{} } // @def toOther

func use(items []Item, m map[Other]int) { // @def use
	First(items).Use()           // @calls First, item_Use
	Zero[Other]().Use()          // @calls Zero, other_Use
	First[Item](items).Use()     // @calls First, item_Use
	Map(items, toOther)[0].Use() // @calls Map, other_Use
	Map[Item, Other](items, nil)[0].Use() // @calls Map, other_Use
	for _, k := range Keys(m) { // @calls Keys
		k.Use() // @calls other_Use
	}
	got := Map(items, func(i Item) Other { return Other{} }) // @calls Map
	got[0].Use() // @calls other_Use
}
