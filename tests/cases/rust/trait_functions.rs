// Functions without a receiver: by type, by trait, by what the surroundings ask for.

// --- file: src/lib.rs
#[derive(Default)]
struct Plain;
struct Special;
impl Default for Special {
    fn default() -> Self { Special } // @def special
}
struct Both { a: Special, b: Plain }

trait Zero {
    const NONE: u8;
    fn zero() -> Self; // @def zero_decl
    fn is_zero(&self) -> bool { true } // @def is_zero
}
impl Zero for Special {
    const NONE: u8 = 0;
    fn zero() -> Self { Special } // @def zero
}

fn run<Z: Zero>() {
    Special::default();                                  // @calls special
    Plain::default();
    let s: Special = Default::default();                 // @calls special
    let both = Both { a: Default::default(), b: Default::default() }; // @calls special
    let p: Plain = Default::default();
    Special::zero().is_zero();                           // @calls zero, is_zero
    <Special as Zero>::zero();                           // @calls zero
    Z::zero().is_zero();                                 // @calls zero_decl, is_zero @dispatch zero
    Zero::is_zero(&s);                                   // @calls is_zero
    Option::<Special>::None.unwrap_or_default();
}
