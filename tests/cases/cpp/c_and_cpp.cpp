// C++ calls C through a shared header, and C calls back.

// --- file: core.h
#ifdef __cplusplus
extern "C" {
#endif
int core_start(int x);
int plugin_hook(int x);
#ifdef __cplusplus
}
#endif

// --- file: core.c
#include "core.h"
int core_start(int x) { // @def core_start
  return plugin_hook(x); // @calls plugin_hook
}

// --- file: plugin.cpp
#include "core.h"
extern "C" int plugin_hook(int x) { return x; } // @def plugin_hook

class Plugin {
 public:
  int run() { return core_start(1); } // @calls core_start
};
