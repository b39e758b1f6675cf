// Constants, statics and what thread_local!, lazy_static! and OnceLock hold.

// --- file: src/lib.rs
use std::cell::RefCell;
use std::sync::{LazyLock, OnceLock};

struct Config { level: Level }
struct Level;
impl Config {
    const fn new() -> Self { Config { level: Level } } // @def new
    fn load() -> Self { todo!() } // @def load
    fn check(&self) {} // @def check
}
impl Level {
    fn raise(&self) {} // @def raise
}

const BASE: Config = Config::new();            // @calls new
static SHARED: LazyLock<Config> = LazyLock::new(Config::load);
static ONCE: OnceLock<Config> = OnceLock::new();

thread_local! {
    static LOCAL: RefCell<Config> = RefCell::new(Config::load()); // @calls load
}
lazy_static! {
    static ref LAZY: Config = Config::load();  // @calls load
}

fn run() {
    BASE.check();                              // @calls check
    BASE.level.raise();                        // @calls raise
    SHARED.check();                            // @calls check
    ONCE.get_or_init(Config::load).check();    // @calls check
    LOCAL.with(|c| c.borrow().level.raise());  // @calls raise
    LAZY.level.raise();                        // @calls raise
    LOCAL.check();
}
