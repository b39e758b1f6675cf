// Type parameters are what the receiver, the turbofish, the arguments or the declaration say.

// --- file: src/lib.rs
struct Cage<T> { inside: T }
impl<T> Cage<T> {
    fn new(inside: T) -> Self { Cage { inside } } // @def new
    fn open(self) -> T { self.inside } // @def open
    fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Cage<U> { Cage { inside: f(self.inside) } } // @def map
    fn swap<U>(self, other: U) -> (Cage<U>, T) { todo!() } // @def swap
}
impl Cage<Bird> {
    fn sing(&self) {} // @def sing
}
struct Cat;
struct Bird;
impl Cat {
    fn call(&self) -> Bird { Bird } // @def meow
}
impl Bird {
    fn call(&self) {} // @def tweet
}
trait Make {
    fn make() -> Self; // @def make_decl
}
impl Make for Cat {
    fn make() -> Self { Cat } // @def make_cat
}
fn build<T: Make>() -> T { // @def build
    T::make() // @calls make_decl @dispatch make_cat
}
fn same<T>(t: T) -> T { t } // @def same
fn first<I: IntoIterator<Item = T>, T>(i: I) -> T { todo!() } // @def first

fn run() {
    Cage::new(Cat).open().call();                 // @calls new, open, meow
    Cage { inside: Bird }.open().call();          // @calls open, tweet
    Cage::new(Cat).map(|c| c.call()).sing();      // @calls new, map, meow, sing
    Cage::<Bird>::new(todo!()).open().call();     // @calls new, open, tweet
    build::<Cat>().call();                        // @calls build, meow
    let c: Cat = build();                         // @calls build
    c.call();                                     // @calls meow
    same(Bird).call();                            // @calls same, tweet
    first(vec![Cat]).call();                      // @calls first, meow
    Cage::new(Cat).swap(Bird).0.sing();           // @calls new, swap, sing
    let mut list = Vec::new();
    list.push(Bird);
    list[0].call();                               // @calls tweet
    let mut later = None;
    later = Some(Cat);
    later.unwrap().call();                        // @calls meow
}
