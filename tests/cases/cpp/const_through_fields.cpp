// Inside a const method the object's own fields are const; what they point to, and mutable ones, are not.

// --- file: holder.cpp
struct Data {
  char* raw() { return 0; } // @def raw
  const char* raw() const { return 0; } // @def raw_const
};
struct Holder {
  Data held;
  Data* pointed;
  mutable Data cached;
  static Data shared;
  const char* look() const {
    pointed->raw(); // @calls raw
    cached.raw(); // @calls raw
    shared.raw(); // @calls raw
    return held.raw(); // @calls raw_const
  }
  const char* through_this() const { return this->held.raw(); } // @calls raw_const
  char* change() { return held.raw(); } // @calls raw
  const char* local(Data held) const { return held.raw(); } // @calls raw
};
