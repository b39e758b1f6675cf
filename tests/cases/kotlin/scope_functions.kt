// let, apply, run, also, with: what `it` and the implicit receiver are; lambdas with receivers of our own.

// --- file: s/Scope.kt
package s

class Item {                                    // @def Item
    var part: Part = Part()                     // @calls Part
    fun use(): Part = part                      // @def use
}
class Part {                                    // @def Part
    fun go() {}                                 // @def go
}
class Builder {                                 // @def Builder
    fun add(n: Int) {}                          // @def add
    fun build(): Item = Item()                  // @def build @calls Item
}
fun item(block: Builder.() -> Unit): Item =     // @def item
    Builder().apply(block).build()              // @calls Builder, build
fun each(f: (Item) -> Unit) {}                  // @def each

class Scope {
    fun use(): Int = 1                          // @def Scope.use

    fun run(item: Item?, other: Item, items: List<Item>, map: Map<String, Item>) {
        item?.let { it.use().go() }             // @calls use, go
        item?.let { x -> x.use() }              // @calls use
        other.apply { use() }                   // @calls use
        other.apply { part.go() }               // @calls go
        other.also { it.use() }.use()           // @calls use
        other.run { use() }.go()                // @calls use, go
        with(other) { use() }.go()              // @calls use, go
        use()                                   // @calls Scope.use
        items.forEach { it.use() }              // @calls use
        items.map { it.part }.filter { p -> p != null }.first().go()    // @calls go
        items.firstOrNull { it.use() != null }?.use()           // @calls use
        items.associateBy { it.part }.values.forEach { it.use() }       // @calls use
        for ((key, value) in map) value.use()   // @calls use
        map.forEach { (k, v) -> v.use() }       // @calls use
        map["k"]?.use()                         // @calls use
        items[0].use()                          // @calls use
        s.item { add(1) }.use()                 // @calls item, add, use
        each { it.use() }                       // @calls each, use
        each { i -> i.part.go() }               // @calls each, go
        val local = items.first()
        local.use()                             // @calls use
    }
}
