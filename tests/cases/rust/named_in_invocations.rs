// Items that a macro makes under the names it is given stand where the names are given.

// --- file: Cargo.toml
[package]
name = "app"

// --- file: src/lib.rs
mod rules;
mod reader;
struct Info { bools: u16 }
struct Other;
impl Other {
    fn go(&self) {} // @def go
}
macro_rules! define_bool { // @def define_bool
    ($bit:expr, $get:ident, $set:ident) => {
        fn $get(&self) -> bool { self.bools & (1 << $bit) > 0 }
        fn $set(&mut self, yes: bool) -> Other { Other }
    };
}
macro_rules! newtype { // @def newtype
    ($name:ident) => { pub struct $name(u32); };
}
macro_rules! silent {
    ($name:ident) => { const _: &str = stringify!($name); };
}
impl Info {
    define_bool!(0, is_plain, set_plain); // @def is_plain @calls define_bool
    define_bool!(1, is_bold, set_bold); // @def is_bold @calls define_bool
}
newtype!(Meters); // @def Meters @calls newtype
impl Meters {
    fn len(&self) {} // @def len
}
fn use_them(mut info: Info, other: Foreign) {
    info.is_plain(); // @calls is_plain
    info.is_bold(); // @calls is_bold
    info.set_bold(true).go(); // @calls Info.set_bold, go
    info.is_italic();
    other.is_plain();
    Meters(2).len(); // @calls Meters, len
}

// --- file: src/rules.rs
macro_rules! parse { // @def parse
    ($name:ident() -> $ret:ty, $code:expr) => { make! { fn $name() -> $ret { $code } } };
}
pub(crate) use parse;

// --- file: src/reader.rs
use crate::rules::parse;
fn helper() -> char { 'a' } // @def helper
parse!(line() -> char, { helper() }); // @def line @calls parse, helper
parse!(lines() -> char, { // @def lines @calls parse
    line() // @calls line
});
fn read() {
    lines(); // @calls lines
    word();
}
