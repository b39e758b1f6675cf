// project() of a pinned struct gives its fields.

// --- file: src/lib.rs
use pin_project::pin_project;
use std::pin::Pin;

#[pin_project]
struct Outer {
    #[pin]
    inner: Inner,
    count: Counter,
}
struct Inner;
struct Counter;
impl Inner {
    fn poll(self: Pin<&mut Self>) {} // @def poll
}
impl Counter {
    fn bump(&mut self) {} // @def bump
}
struct Other;

impl Outer {
    fn run(self: Pin<&mut Self>, o: Pin<&mut Other>) {
        let this = self.project();
        this.inner.poll();   // @calls poll
        this.count.bump();   // @calls bump
        o.project().bump();
    }
}
