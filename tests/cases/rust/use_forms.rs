// Groups, renames, self in a group, imports inside functions; the last segment may rename.

// --- file: src/lib.rs
mod a;
mod b;

use a::{self, deep::{helper as assist, other}, Thing as Item};
use b::same;

fn run() {
    a::same();        // @calls a_same
    same();           // @calls b_same
    assist();         // @calls helper
    other();          // @calls other
    Item::new();      // @calls new
    helper();
    use a::same as first;
    first();          // @calls a_same
    {
        use crate::a::deep::helper;
        helper();     // @calls helper
    }
}

// --- file: src/a.rs
pub mod deep;
pub fn same() {} // @def a_same
pub struct Thing;
impl Thing {
    pub fn new() -> Thing { Thing } // @def new
}

// --- file: src/a/deep.rs
pub fn helper() {} // @def helper
pub fn other() {} // @def other

// --- file: src/b.rs
pub fn same() {} // @def b_same
