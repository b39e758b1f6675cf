// Of several methods of one name: arity first, then the types of the arguments, variadic last.

// --- file: a/Over.java
package a;

import java.util.ArrayList;
import java.util.List;

class Over {
    void f(int x) {}                    // @def int
    void f(long x) {}                   // @def long
    void f(double x) {}                 // @def double
    void f(Integer x) {}                // @def boxed
    void f(Object x) {}                 // @def object
    void f(String x) {}                 // @def string
    void f(CharSequence x) {}           // @def chars
    void f(int x, int y) {}             // @def two
    void f(int... xs) {}                // @def many
    void g(Object x) {}                 // @def g-object
    void g(int[] x) {}                  // @def g-ints
    void g(Object... x) {}              // @def g-many
    void h(List<String> x) {}           // @def h-list
    void h(Iterable<String> x) {}       // @def h-iterable
    void k(Number n) {}                 // @def k-number
    void k(char c) {}                   // @def k-char
    void v(String a) {}                 // @def v-one
    void v(String a, Object... rest) {} // @def v-many

    void run(byte b, char c, Integer boxed, StringBuilder sb, long n, Unseen unseen) {
        f(1);                           // @calls int
        f(b);                           // @calls int
        f(c);                           // @calls int
        f(1L);                          // @calls long
        f(1f);                          // @calls double
        f(boxed);                       // @calls boxed
        f("s" + b);                     // @calls string
        f(sb);                          // @calls chars
        f(new Over());                  // @calls object, Over
        f(1, 2);                        // @calls two
        f(1, 2, 3);                     // @calls many
        f();                            // @calls many
        f(n + 1);                       // @calls long
        f(b + c);                       // @calls int
        f((Object) "s");                // @calls object
        f(n > 1 ? 1 : 2);               // @calls int
        f(c == 'x' ? "a" : null);       // @calls string
        g(new int[] {1});               // @calls g-ints
        g("s");                         // @calls g-object
        g("s", "t");                    // @calls g-many
        h(new ArrayList<>());           // @calls h-list
        k(5);                           // @calls k-number
        k('c');                         // @calls k-char
        v("s");                         // @calls v-one
        v("s", 1);                      // @calls v-many
        unseen.f(1);
        f(unseen.value());              // @ambiguous int, long, double, boxed, object, string, chars, many
    }
}
