// A local, a parameter or an inner item of the same name takes the name away from the function outside.

// --- file: src/lib.rs
fn go() {} // @def go
struct A;
struct B;
impl A {
    fn f(&self) -> B { B } // @def a_f
}
impl B {
    fn f(&self) -> A { A } // @def b_f
}

fn plain() { go(); } // @calls go

fn parameter(go: impl Fn()) { go(); }

fn local() {
    go(); // @calls go
    let go = || 1;
    go();
}

fn inner_item() {
    go(); // @calls inner
    fn go() {} // @def inner
}

fn rebound() {
    let x = A;
    x.f();         // @calls a_f
    let x = x.f(); // @calls a_f
    x.f();         // @calls b_f
    {
        let x = A;
        x.f();     // @calls a_f
    }
    x.f();         // @calls b_f
    let x = x.f().f().f(); // @calls b_f, a_f
    x.f();         // @calls a_f
    if let Some(x) = Some(B) {
        x.f();     // @calls b_f
    }
    x.f();         // @calls a_f
}

fn arm(v: Option<B>, x: A) {
    match v {
        Some(x) => { x.f(); } // @calls b_f
        None => { x.f(); }    // @calls a_f
    }
}
