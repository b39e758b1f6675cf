// A call through a base reaches the base's method and, perhaps, every override of it.

// --- file: v.cpp
class Shape {
 public:
  virtual ~Shape() {}
  virtual double area() const = 0; // @def shape_area
  virtual void draw() {}           // @def shape_draw
  void name() {}                   // @def shape_name
  void show() {
    draw(); // @calls shape_draw @dispatch square_draw
    name(); // @calls shape_name
  }
};

class Square : public Shape {
 public:
  double area() const override { return 1; } // @def square_area
  void draw() override;
  void name() {} // @def square_name
};

void Square::draw() { // @def square_draw
  Shape::draw();      // @calls shape_draw
}

class Tile final : public Square {
 public:
  double area() const override { return 2; } // @def tile_area
};

class Unrelated {
 public:
  double area() const { return 0; }
};

double sum(const Shape& a, Square* b, Tile c) {
  return a.area()    // @calls shape_area @dispatch square_area, tile_area
      + b->area()    // @calls square_area @dispatch tile_area
      + c.area();    // @calls tile_area
}

void plain(Shape& s) {
  s.name(); // @calls shape_name
}
