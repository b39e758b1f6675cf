// A local, parameter or field of a delegate type hides a method; outside types stay outside.

// --- file: S.cs
using System;
using Outside.Library;
namespace S;
class Helper {
    public static void Dispose() { }
    public int Count() => 0;
}
class Shadow {
    Client client;
    void Go() { }                           // @def Go
    void Run(Action Go, string Count) {
        Go();
        this.Go();                          // @calls Go
        client.Dispose();
        client.Session.Count();
        Count.Trim();
    }
    void Typed(Color Color) {
        Color.Paint();                      // @calls Paint
        Color.Mix();                        // @calls Mix
    }
}
class Color {
    public void Paint() { }                 // @def Paint
    public static void Mix() { }            // @def Mix
}
class Framework : OutsideBase {
    void Run() { Start(); Own(); }          // @calls Own
    void Own() { }                          // @def Own
}
