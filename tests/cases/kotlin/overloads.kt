// Overloads by number, names and types of arguments; defaults, vararg, trailing lambdas, infix, references.

// --- file: o/Over.kt
package o

class Over {
    fun f(a: Int) {}                            // @def int
    fun f(a: String) {}                         // @def string
    fun f(a: Any) {}                            // @def any
    fun f(a: Int, b: Int = 1, c: String = "") {}    // @def defaults
    fun g(vararg parts: String) {}              // @def g-many
    fun g(one: String) {}                       // @def g-one
    fun h(name: String, block: (Int) -> Unit) {}    // @def h-one
    fun h(name: String, block: (Int, Int) -> Unit) {}   // @def h-two
    fun k(n: Int = 1, block: () -> Unit) {}     // @def k
    infix fun with2(other: Over): Over = this   // @def with2
    operator fun plus(other: Over): Other = Other()     // @calls Other
    fun <T> make(): T = TODO()                  // @def make

    fun run(handler: (Over) -> Unit) {          // @def run
        f(1)                                    // @calls int
        f("s")                                  // @calls string
        f(this)                                 // @calls any
        f(1, 2)                                 // @calls defaults
        f(1, c = "x")                           // @calls defaults
        g("a", "b")                             // @calls g-many
        g("a")                                  // @calls g-one
        h("x") { i -> }                         // @calls h-one
        h("x") { i, j -> }                      // @calls h-two
        k { }                                   // @calls k
        k(2) { }                                // @calls k
        this with2 this                         // @calls with2
        (this with2 this).with2(this)           // @calls with2
        (this + this).act()                     // @calls act
        make<Other>().act()                     // @calls make, act
        handler(this)
        listOf(this).forEach(::take)            // @refs take
        listOf(this).forEach(Over::done)        // @refs done
        fun local(n: Int) = n                   // @def local
        local(1)                                // @calls local
    }
    fun n(a: Boolean) {}                        // @def n-sure
    fun n(a: Boolean?) {}                       // @def n-null
    fun nulls(a: Boolean, b: Boolean?) {
        n(true)                                 // @calls n-sure
        n(null)                                 // @calls n-null
        n(a)                                    // @calls n-sure
        n(b)                                    // @ambiguous n-sure, n-null
    }
    fun take(o: Over) {}                        // @def take
    fun done() {}                               // @def done
}
class Other {                                   // @def Other
    fun act() {}                                // @def act
}
