// A second copy of a package in a folder nobody refers to gains no edge.

// --- file: src/main/java/p/Calc.java
package p;
public class Calc {
    public int add(int a) { return a; }             // @def add
}
// --- file: src/main/java/p/User.java
package p;
class User {
    int run(Calc c) { return c.add(1); }            // @calls add
}
// --- file: src/test/java/p/CalcTest.java
package p;
class CalcTest {
    void testAdd() { new Calc().add(1); }           // @calls add, Calc
}
// --- file: attic/p/Calc.java
package p;
public class Calc {                                 // @def attic-Calc
    public int add(int a) { return a; }             // @def attic-add
}
// --- file: attic/p/Old.java
package p;
class Old {
    int run(Calc c) { return c.add(1); }            // @calls attic-add
}
