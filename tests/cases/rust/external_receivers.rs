// A method of a foreign object never becomes a call of one's own method of that name.

// --- file: src/lib.rs
use serde_json::Value;
use std::fmt::Write;

struct Stack { items: Vec<u8> }
impl Stack {
    fn push(&mut self, x: u8) { // @def push
        self.items.push(x);
    }
    fn len(&self) -> usize { self.items.len() } // @def len
    fn get(&self, i: usize) -> Option<&u8> { self.items.get(i) } // @def get
    fn as_str(&self) -> &str { "" }
    fn frobnicate(&self) {}
}

fn run(v: Value, s: String, mut out: String, st: Stack, unknown: impl Fn() -> u8) {
    v.get("x");
    v.as_str().unwrap().len();
    s.len();
    s.as_str();
    [1, 2].len();
    "x".len();
    out.push('x');
    foreign::make().frobnicate();
    unknown().frobnicate();
    v["a"].frobnicate();
    st.len();  // @calls len
    let t = mystery!();
    t.frobnicate();
}
