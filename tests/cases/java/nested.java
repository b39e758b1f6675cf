// Inner classes see the members of the classes around them; the innermost class that has the name wins.

// --- file: n/Outer.java
package n;

class Outer {
    void both() {}                              // @def Outer.both
    void only() {}                              // @def only
    static int count() { return 0; }            // @def count

    class Inner {
        void both(int x) {}                     // @def Inner.both
        void run() {
            only();                             // @calls only
            both(1);                            // @calls Inner.both
            Outer.this.both();                  // @calls Outer.both
            count();                            // @calls count
        }
        class Deep {
            void run() { only(); }              // @calls only
        }
    }

    static class Nested {
        Nested() { this(1); }                   // @def ctor0 @calls ctor
        Nested(int n) {}                        // @def ctor
    }

    void make() {
        class Local {                           // @def Local
            void help() { only(); }             // @def help @calls only
        }
        new Local().help();                     // @calls Local, help
        new Nested();                           // @calls ctor0
        Runnable r = new Runnable() {
            public void run() { only(); }       // @calls only
        };
        r.run();
    }
}
