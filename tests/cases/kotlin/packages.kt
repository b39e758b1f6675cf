// Top-level functions and types by package, explicit imports first, aliases, star imports and defaults.

// --- file: src/shop/Cart.kt
package shop

import tax.Vat
import tax.rate as taxRate
import util.*
import other.pack

class Cart {                                    // @def Cart
    val vat = Vat()                             // @calls Vat

    fun total(): Int {                          // @def total
        vat.apply2()                            // @calls apply2
        taxRate(1)                              // @calls rate
        helper()                                // @calls helper
        star()                                  // @calls star
        pack()                                  // @calls other-pack
        println("x")
        listOf(1).size
        return util.star() + shop.helper()      // @calls star, helper
    }
}
// --- file: src/shop/Helpers.kt
package shop
fun helper(): Int = 1                           // @def helper
fun pack() {}
// --- file: src/tax/Tax.kt
package tax
class Vat {                                     // @def Vat
    fun apply2() {}                             // @def apply2
}
fun rate(n: Int) = n                            // @def rate
// --- file: src/util/Util.kt
package util
fun star() = 2                                  // @def star
fun println(s: Int) {}
// --- file: src/other/Other.kt
package other
fun pack() {}                                   // @def other-pack
fun helper(): Int = 3
