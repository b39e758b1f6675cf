// Properties, indexers, fields, events and delegates by their declared types; base and this; local functions.

// --- file: M.cs
using System;
using System.Collections.Generic;
namespace M;
class Part {                                // @def Part
    public void Go() { }                    // @def Go
    public Part Next => this;
}
class Base {
    public Base(int n) { }                  // @def Base-ctor
    public virtual void Draw() { }          // @def Base.Draw
    public virtual Part Main { get; set; }
}
class Derived : Base {
    private readonly Dictionary<string, Part> parts = new();
    public event Action<Part> Changed;
    public Func<int, Part> Make = n => new Part();      // @calls Part
    public Part this[int i] { get { return Find(i); } }     // @calls Find

    public Derived() : this(1) { }          // @def Derived0 @calls Derived1
    public Derived(int n) : base(n) { }     // @def Derived1 @calls Base-ctor
    Part Find(int i) => parts["x"];         // @def Find
    public override void Draw() { base.Draw(); }        // @def Derived.Draw @calls Base.Draw

    void Run(Derived other, object o) {
        Main.Go();                          // @calls Go
        this.Main.Next.Next.Go();           // @calls Go
        other[0].Go();                      // @calls Go
        parts["a"].Go();                    // @calls Go
        other?.Main?.Go();                  // @calls Go
        Make(1).Go();                       // @calls Go
        Changed += p => p.Go();             // @calls Go
        Changed += Handle;                  // @refs Handle
        Changed?.Invoke(null);
        foreach (var pair in parts) pair.Value.Go();    // @calls Go
        foreach (var (key, value) in parts) value.Go(); // @calls Go
        if (o is Part p1) p1.Go();          // @calls Go
        if (parts.TryGetValue("k", out Part found)) found.Go();     // @calls Go
        (o as Part).Go();                   // @calls Go
        ((Part)o).Go();                     // @calls Go
        Part made = new();                  // @calls Part
        Local(made);                        // @calls Local
        void Local(Part q) { q.Go(); }      // @def Local @calls Go
        var (a, b) = Pair();                // @calls Pair
        a.Go();                             // @calls Go
        Base plain = other;
        plain.Draw();                       // @calls Base.Draw @dispatch Derived.Draw
        new Derived().Draw();               // @calls Derived0, Derived.Draw
    }
    (Part, int) Pair() => (null, 1);        // @def Pair
    void Handle(Part p) { }                 // @def Handle
}
