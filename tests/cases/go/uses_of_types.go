// Types in signatures, fields, literals and conversions, by package; a type's own methods do not use it.

// --- file: go.mod
module example.com/shop

// --- file: cart/cart.go
package cart

type Item struct{ Next *Item } // @def Item
type Names []string            // @def Names
type Cart struct {             // @def Cart
	Items []Item // @uses Item
	names Names  // @uses Names
}

func (c *Cart) Copy() *Cart     { return c }
func Sum(c Cart, n Names) *Item { return nil } // @uses Cart, Names, Item

func Generic[Item any](x Item) Item { return x }

// --- file: other/other.go
package other

type Cart struct{} // @def OtherCart

func Take(c Cart) { _ = Cart{} } // @uses OtherCart

// --- file: main.go
package main

import (
	"example.com/shop/cart"
	outside "example.org/other"
)

func use(x any, o outside.Cart) map[string]cart.Item { // @uses Item
	if c, ok := x.(*cart.Cart); ok { // @uses Cart
		_ = c
	}
	return nil
}
