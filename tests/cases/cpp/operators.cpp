// Operators are no call sites here, but what they give is known.

// --- file: o.cpp
struct Vec {
  Vec operator+(const Vec& o) const { return *this; }
  Vec& operator+=(const Vec& o) { return *this; }
  double dot(const Vec& o) const { return 0; } // @def dot
  operator bool() const { return true; }
};

double use(Vec a, Vec b) {
  a += b;
  if (a) return (a + b).dot(b); // @calls dot
  return (b += a).dot(a); // @calls dot
}
