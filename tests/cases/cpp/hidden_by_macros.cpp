// Macros that open namespaces, mark classes or stand in declarations hide nothing.

// --- file: config.h
#pragma once
#define LIB_BEGIN namespace lib { inline namespace v1 {
#define LIB_END }}
#define LIB_API __attribute__((visibility("default")))
#define GUARDED_BY(x)
#define LIB_CONSTEXPR constexpr

// --- file: lib.h
#pragma once
#include "config.h"
LIB_BEGIN

class LIB_API Store {
 public:
  LIB_CONSTEXPR Store() {} // @def store
  LIB_API int load(int n);
  LIB_CONSTEXPR auto self() -> Store& { return *this; } // @def self

 private:
  int mutex_;
  int state_ GUARDED_BY(mutex_);
};

LIB_API int open_store(const char* name);

LIB_END

// --- file: lib.cc
#include "lib.h"
LIB_BEGIN
int Store::load(int n) { return helper(n); } // @def load

LIB_API int open_store(const char* name) { // @def open_store
  return Store().load(1); // @calls store, load
}
LIB_END

// --- file: use.cc
#include "lib.h"
int use() {
  lib::Store s;         // @calls store
  s.self().load(1);     // @calls self, load
  return lib::open_store("x"); // @calls open_store
}

// --- file: inline.h
#define LIB_INLINE inline
#define LIB_TRY try
template <typename Mutex>
class Sink {
 public:
  explicit Sink(int n);
  void flush();
  int size_;
};
class Plain {
 public:
  Plain(int n);
  ~Plain();
  void check();
};

// --- file: inline-inl.h
#include "inline.h"
template <typename Mutex>
LIB_INLINE Sink<Mutex>::Sink(int n) // @def sink
    : size_(helper(n)) {}

template <typename Mutex>
void LIB_INLINE Sink<Mutex>::flush() {} // @def flush

LIB_INLINE Plain::Plain(int n) // @def plain
{
  LIB_TRY
  {
    check(); // @calls check
  }
}
LIB_INLINE Plain::~Plain() { check(); } // @calls check
LIB_INLINE void Plain::check() {} // @def check

// --- file: inline_use.cc
#include "inline-inl.h"
#define FIXTURE_TEST(type, name) void type##name::run()
struct Fixture {
  int load(); // @def load_fixture
};
FIXTURE_TEST(Fixture, loads) {
  load(); // @calls load_fixture
}
void flushed(Sink<int>* sink) {
  sink->flush(); // @calls flush
  new Plain(1); // @calls plain
}
