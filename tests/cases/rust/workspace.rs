// Crates of a workspace see each other by the names in Cargo.toml, renamed ones too, and nothing else.

// --- file: Cargo.toml
[workspace]
members = ["crates/app", "crates/tax-tables", "crates/unrelated"]

// --- file: crates/app/Cargo.toml
[package]
name = "app"
version = "0.1.0"
edition = "2021"

[dependencies]
tax-tables = { path = "../tax-tables" }
tables2 = { path = "../tax-tables", package = "tax-tables" }
serde = "1"

// --- file: crates/app/src/main.rs
use tax_tables::rate::find;

fn main() {
    find();                       // @calls find
    tax_tables::top();            // @calls top
    tables2::top();               // @calls top
    ::tax_tables::rate::find();   // @calls find
    unrelated::top();
    serde::top();
}

// --- file: crates/tax-tables/Cargo.toml
[package]
name = "tax-tables"
version = "0.1.0"
edition = "2021"

// --- file: crates/tax-tables/src/lib.rs
pub mod rate;
pub fn top() {} // @def top

// --- file: crates/tax-tables/src/rate.rs
pub fn find() { // @def find
    crate::top(); // @calls top
}

// --- file: crates/unrelated/Cargo.toml
[package]
name = "unrelated"
version = "0.1.0"

// --- file: crates/unrelated/src/lib.rs
pub fn top() {}
