// Types in signatures, properties, casts and class literals, by import and package.

// --- file: shop/Cart.kt
package shop

class Item                                // @def Item
class Cart(val items: List<Item>) {       // @def Cart @uses Item
    class Line                            // @def Line
    fun copy(): Cart = this
}

// --- file: other/Cart.kt
package other

class Cart

// --- file: use/Use.kt
package use

import shop.Cart as Basket
import outside.Order

fun price(b: Basket, o: Order, f: (shop.Item) -> Unit): Basket.Line? { // @uses Cart, Item, Line
    val x: Any = b as Basket              // @uses Cart
    return if (x is Basket) null else null  // @uses Cart
}
fun named() = Basket::class               // @uses Cart
fun <Basket> shadowed(x: Basket): Basket = x
