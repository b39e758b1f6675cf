// A call on an interface calls its signature; classes that implement it may be reached from there.

// --- file: shape.ts
export interface Shape { // @def Shape
  area(): number; // @def shape_area
  name?(): string; // @def shape_name
  draw: (x: number) => void;
}
export interface Round extends Shape {
  radius(): number; // @def radius
}

// --- file: impl.ts
import type { Shape, Round } from './shape';
export class Square implements Shape { // @def Square
  area() { return 1; } // @def square_area
  draw = () => {}; // @def square_draw
}
export class Circle implements Round { // @def Circle
  area() { return 2; } // @def circle_area
  radius() { return 3; } // @def circle_radius
  draw(x: number) {} // @def circle_draw
}
export class Half { area() { return 0; } } // @def Half

// --- file: use.ts
import { Shape, Round } from './shape';
import { Square } from './impl';
function f(s: Shape, r: Round, both: Shape | null) { // @def f
  s.area(); // @calls shape_area @dispatch square_area, circle_area
  s.name?.(); // @calls shape_name
  s.draw(1);
  r.area(); // @calls shape_area @dispatch circle_area
  r.radius(); // @calls radius @dispatch circle_radius
  both?.area(); // @calls shape_area @dispatch square_area, circle_area
  both!.area(); // @calls shape_area @dispatch square_area, circle_area
  new Square().area(); // @calls Square, square_area
  const q: Shape = new Square(); // @calls Square
  q.area(); // @calls shape_area @dispatch square_area, circle_area
}
