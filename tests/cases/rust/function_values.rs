// Functions passed by name are mentioned, not called; a variable that holds one may reach it.

// --- file: src/lib.rs
struct Row;
impl Row {
    fn width(&self) -> usize { 0 } // @def width
}
struct Hooks { on_start: fn() -> Row, custom: Box<dyn Fn(&Row)> }

fn start() -> Row { Row } // @def start
fn helper(r: &Row) {} // @def helper

impl Hooks {
    fn new() -> Self { // @def new
        Hooks { on_start: start, custom: Box::new(helper) } // @refs start, helper
    }
    fn on_start(&self) {} // @def on_start
    fn fire(&self) {
        (self.on_start)().width(); // @calls width
        self.on_start();           // @calls on_start
        (self.custom)(&Row);
    }
}

fn run(rows: Vec<Row>, f: fn() -> Row) {
    rows.iter().map(Row::width).sum::<usize>(); // @refs width
    rows.iter().for_each(helper); // @refs helper
    let begin = start;
    begin().width();              // @calls width @dispatch start
    f().width();                  // @calls width
}
