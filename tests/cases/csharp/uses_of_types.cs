// Types in signatures, fields, properties, casts, patterns and type arguments.

// --- file: Shop.cs
namespace Shop
{
    public class Item { }                            // @def Item
    public class Cart                                // @def Cart
    {
        public Item First { get; set; }              // @uses Item
        public Cart Copy() { return this; }
    }
}
namespace Other
{
    public class Cart { }
}

// --- file: Use.cs
using System.Collections.Generic;
using Shop;
using Basket = Shop.Cart;

namespace Use
{
    class Special : Cart { }
    class Use<T> where T : Cart                      // @uses Cart
    {
        List<Cart> all;                              // @uses Cart
        Item[] Items(Shop.Cart c, object o, Outside x)  // @uses Item, Cart
        {
            if (o is Cart d) { var e = (Item)o; }    // @uses Cart, Item
            var f = o as Cart;                       // @uses Cart
            var g = typeof(Item);                    // @uses Item
            return new Item[1];                      // @uses Item
        }
        Cart Shadowed<Cart>(Cart c) { return c; }
    }
}
