// Single imports win over the own package, the own package over wildcards; static imports bring methods.

// --- file: a/One.java
package a;
public class One {
    public static int size(int n) { return n; }      // @def a-size
    public static int twice(int n) { return n; }     // @def twice
    public void go() {}                               // @def a-go
}
// --- file: b/One.java
package b;
public class One {
    public void go() {}                               // @def b-go
}
// --- file: b/Two.java
package b;
public class Two {
    public void go() {}                               // @def two-go
    public static class Inner {                      // @def Inner
        public void in() {}                           // @def in
    }
}
// --- file: b/Local.java
package b;
import static a.One.size;
import a.*;

class Local {
    void own(One one) { one.go(); }                   // @calls b-go
    int sum() { return size(1); }                     // @calls a-size
}
// --- file: c/Uses.java
package c;
import static a.One.*;
import a.One;
import b.*;
import b.Two.Inner;

class Uses {
    void run(One one, Two two, Inner inner, b.One other) {
        one.go();                                     // @calls a-go
        two.go();                                     // @calls two-go
        inner.in();                                   // @calls in
        other.go();                                   // @calls b-go
        twice(2);                                     // @calls twice
        b.Two.Inner spelled = new b.Two.Inner();          // @calls Inner
        spelled.in();                                 // @calls in
    }
}
