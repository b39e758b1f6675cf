// Types tested are types known: in branches, after a return, in the rest of a conjunction; casts and elvis.

// --- file: m/Smart.kt
package m

open class A { fun a() {} }
class B : A() { fun b() {} }                     // @calls A
class C { fun b() {} }
class Holder(val value: Any)

fun run(x: Any, y: Any, z: Any?, a: A, maybe: B?) {
    if (x is B) x.b()                           // @calls B.b
    if (x !is C) return
    x.b()                                       // @calls C.b
    if (y is B && y.b() == Unit) y.a()          // @calls B.b, A.a
    if (y !is B || y.b() == Unit) {}            // @calls B.b
    when (y) {
        is B -> y.b()                           // @calls B.b
        is C -> { y.b() }                       // @calls C.b
    }
    (z as B).b()                                // @calls B.b
    (z as? C)?.b()                              // @calls C.b
    val some = maybe ?: B()                     // @calls B
    some.b()                                    // @calls B.b
    val either = if (x == y) B() else B()       // @calls B
    either.b()                                  // @calls B.b
    maybe!!.b()                                 // @calls B.b
    a.a()                                       // @calls A.a
    y.b()
    try { a.a() } catch (e: MyError) { e.why() }    // @calls A.a, MyError.why
}
class MyError : Exception() { fun why() {} }
