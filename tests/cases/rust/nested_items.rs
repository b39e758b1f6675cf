// Functions, types, impls and imports inside a function; their names are unknown outside.

// --- file: src/lib.rs
mod other {
    pub fn tool() {} // @def tool
}

fn outer() {
    struct Local;
    impl Local {
        fn go(&self) { deep(); } // @def local_go @calls deep
    }
    fn deep() {} // @def deep
    use other::tool;
    tool();        // @calls tool
    Local.go();    // @calls local_go
    deep();        // @calls deep
    let f = || {
        fn deeper() {} // @def deeper
        deeper();  // @calls deeper
        deep();    // @calls deep
    };
}

fn elsewhere() {
    deep();
    tool();
    deeper();
}
