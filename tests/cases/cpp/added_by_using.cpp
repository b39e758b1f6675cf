// `using Base::name` adds the base's functions to the class's own; too many arguments mean another function.

// --- file: buffer.h
#ifndef BUFFER_H
#define BUFFER_H
class Text {}; // @def text
template <class T>
class Buffer {
 public:
  void append(const T* first, const T* last) {} // @def append_range
};
template <class T>
class Memory : public Buffer<T> {
 public:
  using Buffer<T>::append;
  void append(const Text& text) {} // @def append_text
};
int narrow(int a) { return a; } // @def narrow
template <class K, class E = void>
struct Get {
  static int get(int k) { return 0; } // @def get_any
};
template <class K>
struct Get<K*, void> {
  static int get(int k) { return Get<int, char>::get(k); } // @def get_pointer @calls get_any
};
struct Order {
  const Compare* compare;
};
class Compare {
 public:
  int run() const { return 0; } // @def run
};
#endif

// --- file: a.cpp
#include "buffer.h"
void use(Memory<char>& m, const char* p, const Order& order) {
  m.append(p, p + 1); // @calls append_range
  m.append(Text());   // @calls append_text, text
  narrow(1);          // @calls narrow
  narrow(1, 2);       // @ambiguous narrow
  order.compare->run(); // @calls run
}

// --- file: b.cpp
class Compare {
 public:
  int run() const { return 1; }
};
