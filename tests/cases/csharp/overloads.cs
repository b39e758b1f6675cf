// Overloads by number, names and types of arguments; optional and variadic parameters.

// --- file: O.cs
namespace O;
class Over {
    void F(int a) { }                       // @def int
    void F(string a) { }                    // @def string
    void F(object a) { }                    // @def object
    void F(int a, int b = 0, int c = 0) { }     // @def optional
    void F(params string[] all) { }         // @def params
    void G(long a) { }                      // @def long
    void G(double a) { }                    // @def double
    void H(string text, bool loud = false) { }  // @def H
    T Make<T>() => default;                 // @def Make
    void Run(byte small, Unknown u) {
        F(1);                               // @calls int
        F("a");                             // @calls string
        F(this);                            // @calls object
        F(1, 2);                            // @calls optional
        F(1, c: 3);                         // @calls optional
        F("a", "b");                        // @calls params
        F(small + 1);                       // @calls int
        F($"x{1}");                         // @calls string
        G(1);                               // @calls long
        G(1.5f);                            // @calls double
        H(loud: true, text: "x");           // @calls H
        Make<Other>().Act();                // @calls Make, Act
        u.F(1);
    }
}
class Other {
    public void Act() { }                   // @def Act
}
