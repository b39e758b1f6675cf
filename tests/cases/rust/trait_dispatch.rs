// Through dyn, impl and bounded parameters a call is the trait's method, and may reach every implementation.

// --- file: src/lib.rs
pub trait Shape {
    fn area(&self) -> f64; // @def area
    fn name(&self) -> String { // @def name
        String::new()
    }
}

pub struct Circle;
impl Shape for Circle {
    fn area(&self) -> f64 { 1.0 } // @def circle_area
    fn name(&self) -> String { String::new() } // @def circle_name
}

pub struct Square;
impl Shape for Square {
    fn area(&self) -> f64 { 2.0 } // @def square_area
}

pub struct Field;
impl Field {
    fn area(&self) {}
}

fn with_dyn(s: &dyn Shape, all: Vec<Box<dyn Shape>>) {
    s.area();                       // @calls area @dispatch circle_area, square_area
    for one in &all {
        one.name();                 // @calls name @dispatch circle_name
    }
}

fn with_bound<T: Shape, U>(t: T, u: &U) where U: Shape + Clone {
    t.area();                       // @calls area @dispatch circle_area, square_area
    u.area();                       // @calls area @dispatch circle_area, square_area
    T::area(&t);                    // @calls area @dispatch circle_area, square_area
}

fn with_impl(s: impl Shape) -> impl Shape { // @def with_impl
    s.area();                       // @calls area @dispatch circle_area, square_area
    Circle
}

fn concrete(c: Circle, s: Square) {
    c.area();                       // @calls circle_area
    s.name();                       // @calls name
    with_impl(s).area();            // @calls with_impl, area @dispatch circle_area, square_area
}
