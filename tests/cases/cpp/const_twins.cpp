// Of a const method and its twin the object decides, and a method of const objects takes the const one.

// --- file: c.cpp
class List {
 public:
  int* begin() { return data_; }             // @def begin
  const int* begin() const { return data_; } // @def begin_const
  int sum() const { return *begin(); }       // @calls begin_const
  void fill() { *begin() = 1; }              // @calls begin

 private:
  int data_[4];
};

void use(List& list) {
  list.begin(); // @calls begin
}
