// A function is also looked for in the namespaces of its arguments; friends are functions of the namespace.

// --- file: a.cpp
namespace geo {
struct Point {
  friend double norm(const Point& p) { return length(p); } // @def norm @calls length
  friend double length(const Point& p);
  int x;
};
double length(const Point& p) { return p.x; } // @def length
enum class Unit { meter };
void show(Unit u) {} // @def show
}  // namespace geo

void use(geo::Point p) {
  length(p);              // @calls length
  show(geo::Unit::meter); // @calls show
  norm(p);                // @calls norm
  absent(p);
}
