// Two traits in scope with one method for one type: nothing is stated where nothing decides.

// --- file: src/lib.rs
trait Left {
    fn side(&self) -> u8; // @def left
}
trait Right {
    fn side(&self) -> u8; // @def right
}
struct Both;
struct One;
impl Left for Both {
    fn side(&self) -> u8 { 0 } // @def both_left
}
impl Right for Both {
    fn side(&self) -> u8 { 1 } // @def both_right
}
impl Left for One {
    fn side(&self) -> u8 { 0 } // @def one_left
}

fn run(b: Both, o: One) {
    o.side();           // @calls one_left
    b.side();           // @ambiguous both_left, both_right
    Left::side(&b);     // @calls both_left
    <Both as Right>::side(&b); // @calls both_right
}
