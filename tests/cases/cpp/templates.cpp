// Template parameters stand for their arguments where those are known, and for nothing where not.

// --- file: t.cpp
struct Dog {
  void bark() {} // @def bark
};
struct Cat { void bark() {} };

template <typename T>
class Box {
 public:
  T& get() { return value_; } // @def get
  T* operator->() { return &value_; }
  Box<T>& self() { return *this; } // @def self
  void touch();
  void inside() {
    value_.bark();
    get();   // @calls get
    touch(); // @calls touch
  }

 private:
  T value_;
};

template <typename T>
void Box<T>::touch() { get(); } // @def touch @calls get

template <typename T>
T* first(T* items) { return items; } // @def first

template <typename T>
T create() { return T(); } // @def create

template <class T>
using Pointer = T*;

template <typename A, typename B = A>
struct Pair {
  A left;
  B right;
};

void use(Box<Dog>& box, Dog* dogs, Pointer<Dog> dog, Pair<Cat, Dog> pair, Box<Box<Dog>> nested) {
  box.get().bark();          // @calls get, bark
  box->bark();               // @calls bark
  box.self().get().bark();   // @calls self, get, bark
  first(dogs)->bark();       // @calls first, bark
  create<Dog>().bark();      // @calls create, bark
  dog->bark();               // @calls bark
  pair.right.bark();         // @calls bark
  nested.get().get().bark(); // @calls get, bark
}
