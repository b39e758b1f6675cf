// A variable's declared type decides; a local or parameter hides a field; external types stay external.

// --- file: s/Shadow.java
package s;

import java.util.List;
import org.elsewhere.Client;

class A {                                           // @def A
    void go() {}                                    // @def A.go
    void close() {}
}
class B {
    void go() {}                                    // @def B.go
}
class Helper {
    static void trim() {}                           // @def trim
    int size() { return 0; }
    Object get(int i) { return null; }
}

class Shadow {
    A it;
    String text;
    Client client;

    void run(B it) {
        it.go();                                    // @calls B.go
        this.it.go();                               // @calls A.go
        text.trim();
        client.close();
        client.session().get(1);
    }
    void blocks(Object o) {
        { A x = null; x.go(); }                     // @calls A.go
        { B x = null; x.go(); }                     // @calls B.go
        if (o instanceof A a) a.go();               // @calls A.go
        if (!(o instanceof B b)) return;
        b.go();                                     // @calls B.go
        ((A) o).go();                               // @calls A.go
        try (Res r = new Res()) { r.use(); }        // @calls Res.use, Res
        catch (Bad | Worse e) { e.explain(); }      // @calls explain
        switch (o) {
            case A q -> q.go();                     // @calls A.go
            case B q -> q.go();                     // @calls B.go
            default -> trim();
        }
        var made = new A();                         // @calls A
        made.go();                                  // @calls A.go
        it.go();                                    // @calls A.go
    }
    void external(List<B> list, int[] numbers) {
        list.size();
        list.get(0).go();                           // @calls B.go
        numbers.clone();
        "x".trim();
    }
}
class Res implements AutoCloseable {                // @def Res
    void use() {}
    public void close() {}
}
class Bad extends Oops {}
class Worse extends Oops {}
class Oops extends Exception {
    void explain() {}                               // @def explain
}
