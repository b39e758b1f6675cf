// Inheritance in a circle, and types that name each other, end.

// --- file: c/Cycle.java
package c;

class A extends B {
    void a() { b(); }                               // @def a @calls b
}
class B extends A {
    void b() { a(); }                               // @def b @calls a
}
interface I extends I {
    void i();                                       // @def i
}
class Node<T extends Node<T>> {
    T next() { return null; }                       // @def next
    void walk() { next().next().walk(); }           // @def walk @calls next, walk
    void use(I i) { i.i(); }                        // @calls i
}
