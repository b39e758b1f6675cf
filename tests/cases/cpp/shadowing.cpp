// Locals and parameters hide functions, members hide what is outside, blocks end.

// --- file: s.cpp
void load() {} // @def load
int count() { return 1; } // @def count

class Loader {
 public:
  void load() {} // @def member_load
  void run(int count) {
    load();   // @calls member_load
    ::load(); // @calls load
    int n = count;
  }
  void each() {
    for (int count = 0; count < 3; ++count) {
      { auto load = [] {}; load(); }
      load(); // @calls member_load
    }
    count(); // @calls count
  }
};

class Derived : public Loader {
 public:
  void go() {
    load(); // @calls member_load
  }
};
