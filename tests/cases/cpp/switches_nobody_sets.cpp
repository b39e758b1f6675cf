// A type or a function behind a switch that no file sets gives way to its twin; a system's own macros are told apart.

// --- file: port.h
#ifndef PORT_H
#define PORT_H
#ifdef __MINGW__
#define PORT_WINDOWS 1
#elif defined(__linux__)
#define PORT_LINUX 1
#endif
class Counter {
 public:
  int load() { return 0; }
};
class Atomic {
 public:
  int load() { return 1; } // @def atomic_load
};
#ifdef PORT_NO_ATOMICS
using level_t = Counter;
#else
using level_t = Atomic;
#endif
#if PORT_WINDOWS
inline int page() { return 1; }
#else
inline int page() { return 2; } // @def page
#endif
#ifdef PORT_USE_FAST_DIGITS
inline int digits(int n) { return n; }
#else
inline int digits(int n) { return n + 1; } // @def digits
#endif
#endif

// --- file: a.cpp
#include "port.h"
struct Log {
  level_t level;
  int run() {
    page();     // @calls page
    digits(3);  // @calls digits
    return level.load(); // @calls atomic_load
  }
};
