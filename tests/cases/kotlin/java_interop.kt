// Kotlin sees the Java classes of the repository: static members, getters as properties, single-method interfaces.

// --- file: src/main/java/j/Service.java
package j;
public class Service {                                          // @def Service
    public static Service create() { return new Service(); }    // @def create @calls Service
    public Part getPart() { return null; }                      // @def getPart
    public void on(Listener l) {}                               // @def on
    public java.util.List<Part> all() { return null; }          // @def all
    public interface Listener { void heard(Part p); }
}
// --- file: src/main/java/j/Part.java
package j;
public class Part {                                             // @def Part
    public void use() {}                                        // @def use
}
// --- file: src/main/kotlin/k/Use.kt
package k
import j.Part
import j.Service

fun run(service: Service) {
    Service.create().on { p -> p.use() }        // @calls create, on, use
    service.part.use()                          // @calls use
    service.getPart().use()                     // @calls getPart, use
    service.all().first().use()                 // @calls all, use
    service.on(Service.Listener { it.use() })   // @calls on, use
    Part().use()                                // @calls Part, use
}
