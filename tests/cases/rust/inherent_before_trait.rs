// An inherent method outranks a trait's of the same name; the trait's is reached by its path.

// --- file: src/lib.rs
trait Draw {
    fn draw(&self); // @def declared
    fn outline(&self) { // @def outline
        self.draw(); // @calls declared @dispatch circle_draw, square_draw
    }
}

struct Circle;
impl Circle {
    fn draw(&self) {} // @def inherent
}
impl Draw for Circle {
    fn draw(&self) {} // @def circle_draw
}

struct Square;
impl Draw for Square {
    fn draw(&self) {} // @def square_draw
}

fn run(c: Circle, s: &Square) {
    c.draw();               // @calls inherent
    s.draw();               // @calls square_draw
    Draw::draw(&c);         // @calls circle_draw
    <Circle as Draw>::draw(&c); // @calls circle_draw
    Circle::draw(&c);       // @calls inherent
    c.outline();            // @calls outline
}
