// Overloads are chosen by the number of arguments, then by what their types are known to be.

// --- file: o.hpp
#include <string>
struct Shape {};
struct Circle : Shape {};
struct Text { Text(const char* s); Text(int n, int m); };
void draw(int x);                       // @def draw_int_decl
void draw(double x) {}                  // @def draw_double
void draw(const std::string& s) {}      // @def draw_string
void draw(const Shape& s) {}            // @def draw_shape
void draw(Shape* s) {}                  // @def draw_pointer
void draw(int x, int y, int z = 0) {}   // @def draw_more
void put(const Text& t) {}              // @def put_text
void put(const Shape& s) {}             // @def put_shape
void take(Circle& c) {}                 // @def take_circle
void take(const Shape& s) {}            // @def take_shape
void pick(long x) {}                    // @def pick_long
void pick(unsigned x) {}                // @def pick_unsigned

// --- file: o.cpp
#include "o.hpp"
void draw(int x) {} // @def draw_int

void use(Circle& circle, Circle* pointer, const std::string& name, unsigned count) {
  draw(1);           // @calls draw_int
  draw(1.5);         // @calls draw_double
  draw("x");         // @calls draw_string
  draw(name);        // @calls draw_string
  draw(circle);      // @calls draw_shape
  draw(pointer);     // @calls draw_pointer
  draw(&circle);     // @calls draw_pointer
  draw(1, 2);        // @calls draw_more
  draw(1, 2, 3);     // @calls draw_more
  draw(nullptr);     // @calls draw_pointer
  put("text");       // @calls put_text
  put(circle);       // @calls put_shape
  take(circle);      // @calls take_circle
  take(Shape());     // @calls take_shape, Shape
  pick(count);       // @calls pick_unsigned
  pick(2L);          // @calls pick_long
}

template <typename T>
void unknown(T value) {
  draw(value); // @ambiguous draw_int, draw_double, draw_string, draw_shape, draw_pointer
}
