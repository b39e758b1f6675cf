// A copy of a crate in a folder that nothing refers to gains no edge, and neither do names that only look alike.

// --- file: Cargo.toml
[package]
name = "real"
version = "0.1.0"
edition = "2021"

// --- file: src/lib.rs
pub mod engine;

pub fn run(e: engine::Engine) {
    e.start();           // @calls start
    engine::make();      // @calls make
    spark();
}

// --- file: src/engine.rs
pub struct Engine;
impl Engine {
    pub fn start(&self) {} // @def start
}
pub fn make() -> Engine { Engine } // @def make

// --- file: old/Cargo.toml
[package]
name = "real-old"
version = "0.1.0"
edition = "2021"

// --- file: old/src/lib.rs
pub mod engine;
pub fn spark() {}

// --- file: old/src/engine.rs
pub struct Engine;
impl Engine {
    pub fn start(&self) {} // @def old_start
}
pub fn make() -> Engine { Engine } // @def old_make
