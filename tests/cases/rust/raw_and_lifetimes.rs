// Raw names, lifetimes and constant parameters do not get in the way.

// --- file: src/lib.rs
struct Buf<'a, T, const N: usize> { data: &'a [T; N] }
struct Bit;
impl Bit {
    fn r#match(&self) -> bool { true } // @def match_bit
}
impl<'a, T, const N: usize> Buf<'a, T, N> {
    fn at(&'a self, i: usize) -> &'a T { &self.data[i] } // @def at
    fn r#type() {} // @def type_fn
}

fn run<'x>(b: Buf<'x, Bit, 4>, c: &'x Buf<'_, Bit, 2>) {
    b.at(0).r#match();          // @calls at, match_bit
    c.at(1).r#match();          // @calls at, match_bit
    Buf::<'x, Bit, 4>::r#type(); // @calls type_fn
}
