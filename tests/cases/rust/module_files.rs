// `mod x;` leads to x.rs or x/mod.rs beside the declaring module, or to the file that #[path] names.

// --- file: src/lib.rs
mod shop;
mod tax;
#[path = "odd/place.rs"]
mod elsewhere;

pub fn run() { // @def run
    shop::open();               // @calls open
    shop::cart::fill();         // @calls fill
    crate::tax::rates::find();  // @calls find
    elsewhere::hidden();        // @calls hidden
    tax::nowhere();
}

// --- file: src/shop/mod.rs
pub mod cart;

pub fn open() {} // @def open

// --- file: src/shop/cart.rs
pub fn fill() { // @def fill
    super::open();       // @calls open
    crate::shop::open(); // @calls open
}

// --- file: src/tax.rs
pub mod rates;

// --- file: src/tax/rates.rs
pub fn find() {} // @def find

// --- file: src/odd/place.rs
pub fn hidden() {} // @def hidden

// --- file: src/rates.rs
pub fn find() {} // @def decoy
