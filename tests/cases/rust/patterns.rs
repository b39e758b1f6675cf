// Patterns take values apart: tuples, structs, variants, references, slices, alternatives, guards.

// --- file: src/lib.rs
struct A;
struct B;
struct Pair { left: A, right: B }
struct Wrap(A, B);
enum Shape { One(A), Two(A, B), Named { a: A, b: B }, Empty }
impl A {
    fn go(&self) -> bool { true } // @def a_go
}
impl B {
    fn go(&self) -> bool { true } // @def b_go
}

fn run(shape: Shape, pair: Pair, wrap: Wrap, many: Vec<(A, B)>, list: [A; 3]) {
    let (x, y) = (A, B);
    x.go();                             // @calls a_go
    y.go();                             // @calls b_go
    let Pair { left, right: ref r } = pair;
    left.go();                          // @calls a_go
    r.go();                             // @calls b_go
    let Wrap(_, second) = wrap;
    second.go();                        // @calls b_go
    match &shape {
        Shape::One(a) => { a.go(); }    // @calls a_go
        Shape::Two(_, b) if b.go() => {} // @calls b_go
        Shape::Two(a, ..) | Shape::Named { a, .. } => { a.go(); } // @calls a_go
        Shape::Empty => {}
    }
    if let Shape::Named { b, .. } = &shape {
        b.go();                         // @calls b_go
    }
    let Shape::Two(.., last) = shape else { return };
    last.go();                          // @calls b_go
    for &(ref a, ref b) in &many {
        a.go();                         // @calls a_go
        b.go();                         // @calls b_go
    }
    many.iter().map(|(_, b)| b.go());   // @calls b_go
    let [first, rest @ ..] = &list;
    first.go();                         // @calls a_go
    rest[0].go();                       // @calls a_go
    while let Some((a, _)) = many.pop() {
        a.go();                         // @calls a_go
    }
    let v = match many.first() { Some((_, b)) => b, None => return };
    v.go();                             // @calls b_go
    matches!(many.first(), Some((a, _)) if a.go()); // @calls a_go
}
