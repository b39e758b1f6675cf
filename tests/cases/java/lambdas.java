// A lambda's parameters get their types from the functional interface its place wants.

// --- file: l/Lambdas.java
package l;

import java.util.*;
import java.util.function.*;
import java.util.stream.*;

class Item {                                        // @def Item
    Part part() { return null; }                    // @def part
    int size() { return 0; }                        // @def size
}
class Part {
    void use() {}                                   // @def use
}
interface Visitor<A> {
    void visit(A a, int depth);                     // @def visit
}

class Lambdas {
    Consumer<Item> field = i -> i.size();           // @calls size

    void each(Visitor<Item> visitor) {              // @def each
        visitor.visit(null, 0);                     // @calls visit
    }
    <X, Y> Y turn(X x, Function<X, Y> f) { return f.apply(x); }   // @def turn

    void run(List<Item> items, Map<String, Item> map, Optional<Item> maybe) {
        each((item, depth) -> item.size());         // @calls each, size
        items.forEach(i -> i.part().use());         // @calls part, use
        items.stream().map(i -> i.part()).forEach(p -> p.use());        // @calls part, use
        items.stream().map(Item::part).filter(p -> p != null).findFirst().get().use();   // @calls use @refs part
        items.stream().collect(Collectors.toList()).get(0).size();      // @calls size
        map.forEach((k, v) -> v.size());            // @calls size
        map.computeIfAbsent("k", k -> new Item()).size();               // @calls Item, size
        maybe.map(Item::part).ifPresent(Part::use); // @refs part, use
        maybe.orElse(null).size();                  // @calls size
        turn(new Item(), i -> i.part()).use();      // @calls turn, Item, part, use
        Supplier<Item> made = () -> new Item();     // @calls Item
        made.get().part();                          // @calls part
        Function<Item, Part> f = (i) -> { return i.part(); };           // @calls part
        BiFunction<Item, Item, Integer> g = (a, b) -> a.size() + b.size();   // @calls size
        items.sort(Comparator.comparing(i -> i.size()));                // @calls size
        items.stream().collect(Collectors.groupingBy(i -> i.size()));   // @calls size
        items.stream().collect(Collectors.groupingBy(Item::part)).values().forEach(l -> l.get(0).size());   // @calls size @refs part
        String local = map.keySet().stream().map(k -> k.trim()).findFirst().get();
    }
    Function<Item, Part> returned() {
        return i -> i.part();                       // @calls part
    }
}
