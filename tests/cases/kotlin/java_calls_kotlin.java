// Java sees the Kotlin classes of the repository: methods, constructors, companions, properties as getters.

// --- file: src/main/kotlin/k/Shop.kt
package k

class Shop(val name: String, var part: Part) {          // @def Shop
    fun open(): Part = part                             // @def open
    fun sell(n: Int = 1, text: String = ""): Part? = null   // @def sell
    class Builder {                                     // @def Builder
        fun build(): Shop = Shop("x", Part())           // @def build @calls Shop, Part
    }
    companion object {
        @JvmStatic fun create(): Shop = Builder().build()   // @def create @calls Builder, build
    }
}
class Part {                                            // @def Part
    fun use() {}                                        // @def use
}
// --- file: src/main/java/j/Use.java
package j;
import k.Part;
import k.Shop;
class Use {
    void run(Shop shop) {
        shop.sell(1, "a").use();                        // @calls sell, use
        new Shop.Builder().build().sell();              // @calls Builder, build, sell
        Shop.create().sell(2);                          // @calls create, sell
        new Shop("x", new Part());                      // @calls Shop, Part
        shop.getPart().use();                           // @calls Shop.part, use
        shop.getName().trim();                          // @calls Shop.name
    }
}
