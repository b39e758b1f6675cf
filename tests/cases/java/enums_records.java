// Enums, their constants and bodies; records, their accessors; annotations.

// --- file: e/Kinds.java
package e;

enum Level {
    LOW(1), HIGH(2) {                               // @calls ctor
        @Override int weight() { return base(); }   // @def HIGH.weight @calls base
    };
    Level(int n) {}                                 // @def ctor
    int weight() { return 1; }                      // @def weight
    int base() { return 0; }                        // @def base
    static Level parse(String s) { return valueOf(s); }   // @def parse
}
record Point(Part x, int y) {
    Point { check(); }                              // @calls check
    static void check() {}                          // @def check
    Part far() { return x; }                        // @def far
}
class Part {
    void use() {}                                   // @def use
}

class Use {
    void run(Point p) {
        Level.HIGH.weight();                        // @calls weight @dispatch HIGH.weight
        Level.valueOf("LOW").weight();              // @calls weight @dispatch HIGH.weight
        for (Level l : Level.values()) l.weight();  // @calls weight @dispatch HIGH.weight
        Level.parse("x").base();                    // @calls parse, base
        p.x().use();                                // @calls use
        p.far().use();                              // @calls far, use
        p.y();
        Level.LOW.name().trim();
    }
}
