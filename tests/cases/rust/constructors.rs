// A tuple struct's constructor is a call of it; variants, unit structs and literals are none.

// --- file: src/lib.rs
struct Point(i32, i32); // @def Point
struct Unit;
struct Named { x: i32 }
enum Shape { Dot(Point), Line { a: Point }, Nothing }
use Shape::Dot;

impl Shape {
    fn area(&self) -> i32 { 0 } // @def area
}
impl Point {
    fn len(&self) -> i32 { 0 } // @def len
}

fn run() {
    Point(1, 2).len();            // @calls Point, len
    Shape::Dot(Point(1, 2)).area(); // @calls Point, area
    Dot(Point(3, 4)).area();      // @calls Point, area
    Shape::Line { a: Point(0, 0) }.area(); // @calls Point, area
    let u = Unit;
    let n = Named { x: 1 };
    Some(Point(5, 6)).unwrap().len(); // @calls Point, len
    [1, 2].iter().map(|x| Point(*x, 0)).next().unwrap().len(); // @calls Point, len
    Shape::Nothing.area();        // @calls area
}
