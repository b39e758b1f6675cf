// Names are looked up from the inside out, through aliases, using declarations and directives.

// --- file: lib.hpp
#pragma once
void log();
namespace lib {
void log();
int only_lib();
namespace deep {
int dig();
}
inline namespace v2 {
int versioned();
}
}  // namespace lib
namespace lib::deep::deeper {
int bottom();
}

// --- file: lib.cpp
#include "lib.hpp"
void log() {} // @def global_log
namespace lib {
void log() {} // @def lib_log
int only_lib() { // @def only_lib
  log();         // @calls lib_log
  ::log();       // @calls global_log
  return deep::dig(); // @calls dig
}
inline namespace v2 {
int versioned() { return 2; } // @def versioned
}
}  // namespace lib
int lib::deep::dig() { // @def dig
  log();               // @calls lib_log
  return deeper::bottom(); // @calls bottom
}
namespace lib { namespace deep { namespace deeper {
int bottom() { return only_lib(); } // @def bottom @calls only_lib
} } }

// --- file: use.cpp
#include "lib.hpp"
namespace short_name = lib::deep;
using lib::only_lib;

namespace {
void helper() {} // @def helper_use
}

int one() {
  helper();                 // @calls helper_use
  log();                    // @calls global_log
  lib::versioned();         // @calls versioned
  short_name::dig();        // @calls dig
  return only_lib();        // @calls only_lib
}

int two() {
  using namespace lib::deep;
  using lib::versioned;
  return dig() + versioned(); // @calls dig, versioned
}

int three() {
  return dig();
}

// --- file: other.cpp
namespace {
void helper() {} // @def helper_other
}
void other() {
  helper(); // @calls helper_other
}
