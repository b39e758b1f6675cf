// Blanket impls and traits for foreign types; of two traits with one method the one in scope is meant.

// --- file: src/lib.rs
mod ext;
mod rival;
use ext::StrExt;

trait Describe {
    fn describe(&self); // @def describe_decl
}
impl<T: Clone> Describe for T {
    fn describe(&self) {} // @def describe
}

struct Thing;

fn run(t: Thing, s: &str, owned: String) {
    t.describe();       // @calls describe
    5u8.describe();     // @calls describe
    s.shorten();        // @calls shorten
    owned.shorten();    // @calls shorten
    s.trim();
    owned.push('x');
}

// --- file: src/ext.rs
pub trait StrExt {
    fn shorten(&self); // @def shorten_decl
}
impl StrExt for str {
    fn shorten(&self) {} // @def shorten
}

// --- file: src/rival.rs
pub trait Rival {
    fn shorten(&self);
    fn push(&mut self, c: char);
}
impl Rival for str {
    fn shorten(&self) {}
    fn push(&mut self, c: char) {}
}
