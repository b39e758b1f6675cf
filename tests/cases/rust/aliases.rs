// Type aliases stand for what they name, with parameters and defaults.

// --- file: src/lib.rs
mod error;
use error::{Error, Result};

type Map<V> = std::collections::HashMap<String, V>;
type Handler = Box<dyn Fn(&Job) -> Result<Job>>;
type Short = very::Long;

mod very {
    pub struct Long;
    impl Long {
        pub fn go(&self) {} // @def go
    }
}
struct Job;
impl Job {
    fn run(&self) -> Result<Job> { Err(Error) } // @def run
}

fn main(jobs: Map<Job>, s: Short, handler: Handler) {
    jobs["x"].run();                              // @calls run
    jobs.get("y").unwrap().run().unwrap().run();  // @calls run
    jobs["z"].run().unwrap_err().explain();       // @calls run, explain
    s.go();                                       // @calls go
    Short::go(&s);                                // @calls go
    handler(&Job).unwrap().run();                 // @calls run
}

// --- file: src/error.rs
pub struct Error;
pub type Result<T, E = Error> = std::result::Result<T, E>;
impl Error {
    pub fn explain(&self) {} // @def explain
}
