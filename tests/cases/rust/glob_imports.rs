// What is named outright outranks what a glob brings; a glob brings no private names of a stranger.

// --- file: src/lib.rs
mod tools;
mod more;

use tools::*;
use more::pick;

fn own() {} // @def own

fn run() {
    own();     // @calls own
    pick();    // @calls more_pick
    shared();  // @calls shared
    secret();
    String::helper();
}

mod child {
    use super::*;

    fn run() {
        own();    // @calls own
        shared(); // @calls shared
    }
}

// --- file: src/tools.rs
use crate::more::unseen as String;

pub fn own() {}
pub fn pick() {}
pub fn shared() {} // @def shared
fn secret() {}

// --- file: src/more.rs
pub fn pick() {} // @def more_pick
pub mod unseen {
    pub fn helper() {}
}
