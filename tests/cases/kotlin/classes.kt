// Constructors, companions, objects, enums, data classes, sealed classes, delegation, inheritance.

// --- file: c/Classes.kt
package c

interface Shape {
    fun area(): Double                          // @def area
    fun label() = area().toString()             // @def label @calls area @dispatch Square.area, made.area
}
open class Base(val name: String) {             // @def Base
    open fun draw() {}                          // @def Base.draw
    constructor(n: Int) : this("x")             // @def Base2 @calls Base
}
class Square(val side: Part, n: Int = 1) : Base(n), Shape {     // @def Square @calls Base2
    init { boot(n) }                            // @calls boot
    private fun boot(n: Int) {}                 // @def boot
    override fun area() = 1.0                   // @def Square.area
    override fun draw() { super.draw() }        // @def Square.draw @calls Base.draw

    companion object {
        fun create(): Square = Square(Part())   // @def create @calls Square, Part
        const val MAX = 3
    }
    inner class In {
        fun go() = boot(1)                      // @def In.go @calls boot
        fun out() = this@Square.area()          // @calls Square.area
    }
}
class Part {                                    // @def Part
    fun use() {}                                // @def use
}
object Registry {
    val main = Part()                           // @calls Part
    fun find(): Part = main                     // @def find
}
enum class Level(val part: Part) {              // @def Level
    LOW(Part()) { override fun f() = 1 },       // @calls Level, Part
    HIGH(Part());                               // @calls Level, Part
    open fun f() = 0                            // @def f
}
data class Pair2(val first: Part, val second: Square)
sealed class Res {                              // @def Res
    object None : Res()                         // @calls Res
    data class Some(val part: Part) : Res()     // @calls Res
}
class Proxy(val inner: Shape) : Shape by inner {
    fun more() = inner.area()                   // @calls area @dispatch Square.area, made.area
}

fun use(shape: Shape, base: Base, square: Square, p: Pair2, res: Res) {
    shape.area()                                // @calls area @dispatch Square.area, made.area
    base.draw()                                 // @calls Base.draw @dispatch Square.draw
    square.draw()                               // @calls Square.draw
    square.label()                              // @calls label
    square.side.use()                           // @calls use
    Square.create().draw()                      // @calls create, Square.draw
    Registry.find().use()                       // @calls find, use
    Registry.main.use()                         // @calls use
    Level.HIGH.f()                              // @calls f @dispatch Level.f
    Level.valueOf("LOW").part.use()             // @calls use
    val (first, second) = p
    first.use()                                 // @calls use
    second.draw()                               // @calls Square.draw
    p.copy().first.use()                        // @calls use
    when (res) {
        is Res.Some -> res.part.use()           // @calls use
        else -> {}
    }
    val made = object : Shape {
        override fun area() = 2.0               // @def made.area
    }
    made.area()                                 // @calls made.area
}
