// Inline modules do not see what is around them; super and self lead the way.

// --- file: src/lib.rs
fn help() {} // @def help

mod inner {
    pub fn help() {} // @def inner_help

    pub fn run() {
        help();              // @calls inner_help
        super::help();       // @calls help
        self::help();        // @calls inner_help
        self::deep::help();  // @calls deep_help
    }

    pub mod deep {
        pub fn help() {} // @def deep_help

        pub fn run() { // @def deep_run
            super::super::help(); // @calls help
            outer();
        }
    }
}

fn outer() {
    inner::deep::run(); // @calls deep_run
}

mod again {
    pub mod deep {
        pub fn run() {} // @def other_run
    }
}
