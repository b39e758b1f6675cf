// self, Self, Self(…) and Self::CONST inside impls; associated constants have types.

// --- file: src/lib.rs
struct Meter(Inner); // @def Meter
struct Inner;
impl Inner {
    const ZERO: Inner = Inner;
    fn read(&self) -> u32 { 0 } // @def read
}

impl Meter {
    const DEFAULT: Inner = Inner::ZERO;

    fn new() -> Self { // @def new
        Self(Inner)
    }
    fn twin(self) -> (Self, Self) { // @def twin
        (Self::new(), Meter::new()) // @calls new
    }
    fn value(&self) -> u32 { // @def value
        self.0.read();           // @calls read
        Self::DEFAULT.read();    // @calls read
        Inner::ZERO.read();      // @calls read
        Self::value(self)        // @calls value
    }
    fn boxed(self: Box<Self>) {
        self.value();            // @calls value
    }
}

fn run() {
    Meter(Inner).twin().0.value(); // @calls Meter, twin, value
}
