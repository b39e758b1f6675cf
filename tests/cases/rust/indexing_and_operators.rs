// Index and the operators of one's own types say what comes out of them.

// --- file: src/lib.rs
use std::ops::{Add, Index};

struct Grid { rows: Vec<Row> }
struct Row;
struct Key;
struct Sum;
impl Row {
    fn sum(&self) {} // @def sum
}
impl Sum {
    fn show(&self) {} // @def show
}
impl Index<usize> for Grid {
    type Output = Row;
    fn index(&self, i: usize) -> &Row { &self.rows[i] }
}
impl Index<&Key> for Grid {
    type Output = Sum;
    fn index(&self, k: &Key) -> &Sum { todo!() }
}
impl Add<Row> for Row {
    type Output = Sum;
    fn add(self, other: Row) -> Sum { Sum }
}

fn run(g: Grid, k: Key, rows: &[Row], a: Row, b: Row) {
    g[1].sum();            // @calls sum
    g[&k].show();          // @calls show
    rows[0].sum();         // @calls sum
    rows[1..][0].sum();    // @calls sum
    (a + b).show();        // @calls show
    g.rows.first().unwrap().sum(); // @calls sum
    (1 + 2).sum();
}
