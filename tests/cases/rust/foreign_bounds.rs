// A blanket impl under a bound of another crate is for the types that are seen to fulfil it, not for everyone.

// --- file: src/lib.rs
use futures_core::Stream;
use std::pin::Pin;

pub trait StreamExt: Stream {
    fn next(&mut self) {} // @def stream_next
    fn map<F>(self, f: F) where Self: Sized {} // @def stream_map
}
impl<S: Stream> StreamExt for S {}

struct Ticks;
impl Stream for Ticks {
    type Item = u8;
    fn poll_next(self: Pin<&mut Self>) -> Option<u8> { None }
}
struct Plain;
struct Counter;
impl Iterator for Counter {
    type Item = Plain;
    fn next(&mut self) -> Option<Plain> { None } // @def counter_next
}
impl Plain {
    fn go(&self) {} // @def go
}

fn run<S: Stream>(mut t: Ticks, mut s: S, mut p: Plain, mut c: Counter, list: Vec<Plain>) {
    t.next();                       // @calls stream_next
    s.next();                       // @calls stream_next
    p.next();
    c.next();                       // @calls counter_next
    list.iter().map(|x| x.go());    // @calls go
    list.iter().next().unwrap().go(); // @calls go
}

mod elsewhere {
    fn run(mut t: super::Ticks) {
        t.next();
    }
}
