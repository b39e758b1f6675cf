// A module, a function, a local and a macro may share a name: :: asks for the module, a call for the function.

// --- file: src/lib.rs
mod error;
use error::error;

struct Report;
impl Report {
    fn new() -> Report { Report } // @def report_new
}

macro_rules! error { // @def error_macro
    ($e:expr) => { $e };
}

fn run() {
    error();            // @calls error_fn
    error::new();       // @calls error_new
    error!(1);          // @calls error_macro
    let error = Report;
    error::new();       // @calls error_new
    error.new();
    Report::new();      // @calls report_new
}

// --- file: src/error.rs
pub fn error() {} // @def error_fn
pub fn new() {} // @def error_new
