// Blocks, ifs, matches and loops are values: the branches that leave say nothing of the type.

// --- file: src/lib.rs
struct Lamp;
impl Lamp {
    fn glow(&self) -> Option<Lamp> { None } // @def glow
}
fn lamp() -> Lamp { Lamp } // @def lamp

fn run(on: bool, maybe: Option<Lamp>) {
    let a = if on { lamp() } else { return };           // @calls lamp
    a.glow();                                           // @calls glow
    let b = match maybe { Some(l) => l, None => panic!() };
    b.glow();                                           // @calls glow
    let c = { let inner = lamp(); inner };              // @calls lamp
    c.glow();                                           // @calls glow
    let d = loop { if let Some(l) = c.glow() { break l; } }; // @calls glow
    d.glow();                                           // @calls glow
    let e = unsafe { lamp() };                          // @calls lamp
    e.glow();                                           // @calls glow
    (if on { &a } else { &b }).glow();                  // @calls glow
    let f;
    f = lamp();                                         // @calls lamp
    f.glow();                                           // @calls glow
    inner.glow();
}
