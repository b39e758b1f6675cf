// Modules that import each other, traits that build on each other, types that contain each other.

// --- file: src/lib.rs
mod a;
mod b;
trait X: Y {
    fn x(&self) { // @def x
        self.y(); // @calls y @dispatch node_y
    }
}
trait Y: X {
    fn y(&self); // @def y
}
struct Node { next: Option<Box<Node>>, alias: Alias }
type Alias = Other;
type Other = Alias;
impl Y for Node {
    fn y(&self) { // @def node_y
        self.next.as_ref().unwrap().y(); // @calls node_y
        self.alias.y();
        a::one(); // @calls one
    }
}
impl X for Node {}

// --- file: src/a.rs
pub use crate::b::*;
pub use crate::b::ping as pong;
pub fn one() { // @def one
    two();   // @calls two
    ping();
}

// --- file: src/b.rs
pub use crate::a::*;
pub use crate::a::pong as ping;
pub fn two() { // @def two
    one(); // @calls one
}
