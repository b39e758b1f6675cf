// What a type parameter stands for is put in: by the receiver, by the supertypes, by the arguments.

// --- file: g/Box.java
package g;

import java.util.*;

class Item {
    void use() {}                                   // @def use
}
class Other {                                       // @def Other
    void use() {}                                   // @def other-use
}
class Box<T extends Item> {
    T value;
    T get() { return value; }                       // @def get
    <U> U pick(U one, U two) { return one; }        // @def pick
    static <E> E first(List<E> list) { return list.get(0); }   // @def first
    void bounded() { value.use(); get().use(); }    // @calls use, get
}
class ItemBox extends Box<Item> {}

class Uses {
    Map<String, List<Item>> index = new HashMap<>();

    void run(Box<Item> box, ItemBox items, List<Other> others, Item[] array, Optional<Item> maybe) {
        box.get().use();                            // @calls get, use
        items.get().use();                          // @calls get, use
        box.value.use();                            // @calls use
        box.pick(new Other(), null).use();          // @calls pick, other-use, Other
        Box.first(others).use();                    // @calls first, other-use
        others.get(0).use();                        // @calls other-use
        array[0].use();                             // @calls use
        maybe.get().use();                          // @calls use
        for (Other o : others) o.use();             // @calls other-use
        for (var o : others) o.use();               // @calls other-use
        for (List<Item> list : index.values()) list.get(0).use();   // @calls use
        for (Map.Entry<String, List<Item>> e : index.entrySet()) {
            e.getValue().get(0).use();              // @calls use
            e.getKey().trim();
        }
        var it = others.iterator();
        it.next().use();                            // @calls other-use
    }
}
