// Calls inside a lambda are its function's; what a variable holds is called through it, not by name.

// --- file: l.cpp
#include <algorithm>
#include <functional>
#include <vector>

int twice(int x) { return x * 2; } // @def twice

struct Less {
  bool operator()(int a, int b) const { return a < b; } // @def less
};

class Timer {
 public:
  void fire() {} // @def fire
  void run() {
    auto later = [this] { fire(); }; // @calls fire
    later();
    [&] { this->fire(); }();         // @calls fire
  }
  std::function<void(int)> on_done;
};

void go(std::vector<int>& xs, void (*given)(int)) { // @def go
  auto f = [](int x) { return twice(x); }; // @calls twice
  f(1);
  Less less;
  less(1, 2); // @dispatch less
  std::sort(xs.begin(), xs.end(), [n = twice(2)](int a, int b) { return twice(a) < n; }); // @calls twice
  std::transform(xs.begin(), xs.end(), xs.begin(), twice); // @refs twice
  given(1);
  Timer t;
  t.on_done(3);
  auto make = [] { return Timer(); }; // @calls Timer
  make().fire(); // @calls fire
}
