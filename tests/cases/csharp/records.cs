// Records, primary constructors, structs, enums and interfaces with bodies.

// --- file: R.cs
namespace R;
record Person(string Name, Address Home) : Entity(Name) {    // @calls Entity
    public void Move() { Home.Check(); }            // @def Move @calls Check
}
record Entity(string Id);                           // @def Entity
class Address {
    public void Check() { }                         // @def Check
}
class Service(Address address, int n) {
    void Run() { address.Check(); }                 // @calls Check
}
interface IShape {
    double Area();                                  // @def Area
    string Label() => Area().ToString();            // @calls Area @dispatch Square.Area
}
struct Square : IShape {
    public double Area() => 1;                      // @def Square.Area
}
enum Level { Low, High }
static class LevelExtensions {
    public static Address Where(this Level level) => null;      // @def Where
}
class Use {
    void Run(Person p, IShape shape, Square square) {
        p.Home.Check();                             // @calls Check
        (p with { Name = "x" }).Move();             // @calls Move
        shape.Area();                               // @calls Area @dispatch Square.Area
        square.Area();                              // @calls Square.Area
        Level.High.Where().Check();                 // @calls Where, Check
        var (name, home) = p;
        home.Check();                               // @calls Check
    }
}
