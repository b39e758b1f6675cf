// tests/, examples/, benches/ and src/bin/ are crates of their own that see the library by its name.

// --- file: Cargo.toml
[package]
name = "my-lib"
version = "0.1.0"
edition = "2021"

[[bin]]
name = "tool"
path = "tools/tool.rs"

// --- file: src/lib.rs
pub fn api() {} // @def api
pub mod common;

// --- file: src/common.rs
pub fn setup() {} // @def lib_setup

// --- file: src/main.rs
fn local() {} // @def main_local

fn main() {
    my_lib::api();     // @calls api
    crate::local();    // @calls main_local
    crate::api();
}

// --- file: tests/basic.rs
mod common;
use my_lib::api;

#[test]
fn works() {
    api();                   // @calls api
    common::setup();         // @calls test_setup
    my_lib::common::setup(); // @calls lib_setup
}

// --- file: tests/common/mod.rs
pub fn setup() { // @def test_setup
    my_lib::api(); // @calls api
}

// --- file: examples/show.rs
fn main() {
    my_lib::api(); // @calls api
}

// --- file: src/bin/extra.rs
fn main() {
    my_lib::api(); // @calls api
}

// --- file: tools/tool.rs
fn main() {
    my_lib::api(); // @calls api
}
