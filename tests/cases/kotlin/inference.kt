// Types that nobody writes: properties, expression bodies, lazy, getters; what stays outside stays outside.

// --- file: i/Infer.kt
package i

import org.elsewhere.Client

class Part {                                    // @def Part
    fun go() = Other()                          // @def go @calls Other
    fun size() = 1
}
class Other {                                   // @def Other
    fun act() {}                                // @def act
}
class Infer(private val client: Client) {
    val made = Part()                           // @calls Part
    val lazyPart by lazy { Part() }             // @calls Part
    val got get() = made.go()                   // @calls go
    lateinit var late: Part
    private val parts = mutableListOf<Part>()
    private val index = HashMap<String, Part>()
    fun expr() = made                           // @def expr

    fun run(size: () -> Int) {
        made.go().act()                         // @calls go, act
        lazyPart.go()                           // @calls go
        got.act()                               // @calls act
        late.go()                               // @calls go
        expr().go().act()                       // @calls expr, go, act
        parts.first().go()                      // @calls go
        parts.add(Part())                       // @calls Part
        index.getOrPut("k") { Part() }.go()     // @calls Part, go
        val pairs = parts.map { it to it.go() } // @calls go
        pairs.first().second.act()              // @calls act
        val handler = { p: Part -> p.go() }     // @calls go
        handler(made).act()                     // @calls act
        client.size()
        client.session.go()
        client.load().act()
        size()
        parts.size
    }
}
