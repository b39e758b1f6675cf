// The parts of a partial type are one type; an arity makes another.

// --- file: A.cs
namespace P;
partial class Form {
    private Helper helper = new Helper();   // @calls Helper
    void Load() { Save(); }                 // @def Load @calls Save
}
// --- file: B.cs
namespace P;
partial class Form : Base {
    void Save() { helper.Go(); Load(); Close(); }   // @def Save @calls Go, Load, Close
}
class Base {
    protected void Close() { }              // @def Close
}
class Helper {                              // @def Helper
    public void Go() { }                    // @def Go
}
class Result {
    public static void Ok() { }             // @def Ok
}
class Result<T> {
    public T Value;
    public void Ok(int n) { }               // @def Ok-generic
}
class Use {
    void Run(Form f, Result<Helper> r) {
        Result.Ok();                        // @calls Ok
        r.Ok(1);                            // @calls Ok-generic
        r.Value.Go();                       // @calls Go
    }
}
