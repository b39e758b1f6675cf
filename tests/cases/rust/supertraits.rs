// A bound brings the methods of the traits that its trait builds on.

// --- file: src/lib.rs
trait Named {
    fn name(&self) -> u8; // @def name
}
trait Loud: Named {
    fn shout(&self) { // @def shout
        self.name(); // @calls name @dispatch dog_name
    }
}
trait Other {
    fn name(&self);
}
struct Dog;
impl Named for Dog {
    fn name(&self) -> u8 { 1 } // @def dog_name
}
impl Loud for Dog {}

fn run<L: Loud>(l: &L, d: &Dog, b: Box<dyn Loud>) {
    l.name();   // @calls name @dispatch dog_name
    l.shout();  // @calls shout
    d.shout();  // @calls shout
    d.name();   // @calls dog_name
    b.name();   // @calls name @dispatch dog_name
}
