// Of twins for several configurations the one for a build with all features on Linux is meant.

// --- file: src/lib.rs
#[cfg(feature = "fast")]
fn sort() {} // @def fast_sort
#[cfg(not(feature = "fast"))]
fn sort() {} // @def slow_sort

#[cfg(windows)]
mod sys {
    pub fn open() {} // @def windows_open
}
#[cfg(unix)]
mod sys {
    pub fn open() {} // @def unix_open
}

#[cfg(windows)]
use sys::open as start;
#[cfg(not(windows))]
use unix_start as start;

fn unix_start() {} // @def unix_start

struct S;
impl S {
    #[cfg(target_os = "macos")]
    fn go(&self) {} // @def mac_go
    #[cfg(not(target_os = "macos"))]
    fn go(&self) {} // @def go
    #[cfg(windows)]
    fn only(&self) {} // @def only
}

fn run(s: S) {
    sort();      // @calls fast_sort
    sys::open(); // @calls unix_open
    start();     // @calls unix_start
    s.go();      // @calls go
    s.only();    // @calls only
}
