// In the 2015 edition the paths of imports start at the crate's root.

// --- file: Cargo.toml
[package]
name = "old"
version = "0.1.0"

// --- file: src/lib.rs
mod a;
mod b;

// --- file: src/a.rs
pub mod b;
use b::go;
use self::b::go as near;

fn run() {
    go();      // @calls root_go
    near();    // @calls near_go
    ::b::go(); // @calls root_go
}

// --- file: src/a/b.rs
pub fn go() {} // @def near_go

// --- file: src/b.rs
pub fn go() {} // @def root_go
