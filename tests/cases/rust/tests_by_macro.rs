// A macro at the level of items that takes a name and a closure defines a test of that name.

// --- file: src/lib.rs
struct Dir;
impl Dir {
    fn create(&self) {} // @def create
}
macro_rules! case { // @def case
    ($name:ident, $f:expr) => {
        #[test]
        fn $name() { $f(Dir) }
    };
}

case!(creates, |d: Dir| { d.create(); }); // @calls case, create

mod m {
    fn creates() {}
}
