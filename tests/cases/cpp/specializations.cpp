// A template applied to the arguments of a specialization is that specialization, also of an outside template.

// --- file: box.cpp
struct Unit {}; // @def Unit
namespace std {
template <>
class numeric_limits<Unit> {
 public:
  static Unit infinity() { return Unit(); } // @def unit_infinity @calls Unit
};
}
template <typename T> struct Box {
  void go() {} // @def go
  void only() {} // @def only
};
template <> struct Box<int> {
  void go() {} // @def go_int
};
template <typename T> struct Box<T*> {
  void go() {} // @def go_pointer
};
template <typename T> struct Wrap {
  void go() {} // @def wrap_go
};
template <typename T> struct Wrap<T&> {
  void go() {}
};
double outside() { return std::numeric_limits<double>::infinity(); }
Unit ours() { return std::numeric_limits<Unit>::infinity(); } // @calls unit_infinity
void use() {
  Box<int> a;
  a.go(); // @calls go_int
  a.only();
  Box<char> b;
  b.go(); // @calls go
  b.only(); // @calls only
  Box<char*> c;
  c.go(); // @calls go_pointer
  Wrap<int> w;
  w.go(); // @calls wrap_go
}
template <typename T> struct Later {
  Box<T> held;
  void run() { held.go(); } // @calls go
};
