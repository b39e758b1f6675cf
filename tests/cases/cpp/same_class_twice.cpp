// Two files have a class of the same name: each uses its own.

// --- file: a.cpp
#include "shared.hpp"
namespace {
class State {
 public:
  void step();
  void both() {} // @def both_a
};
void State::step() { both(); } // @def step_a @calls both_a
}
void run_a(State& s) { s.step(); s.both(); } // @calls step_a, both_a

// --- file: b.cpp
#include "shared.hpp"
namespace {
class State {
 public:
  void step();
  void both() {} // @def both_b
};
void State::step() { both(); } // @def step_b @calls both_b
}
void run_b(State& s) { s.step(); } // @calls step_b

// --- file: shared.hpp
struct Shared {};

// --- file: c.cpp
#include "shared.hpp"
void run_c(State& s) { s.step(); }
