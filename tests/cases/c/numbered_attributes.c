// A macro with numbers for arguments before a name is an attribute: the name after it is declared.

// --- file: log.h
struct options;
void printflike(1, 2) log_debug(const char *, ...);
__dead void printflike(1, 2) fatal(const char *, ...);
struct options *printflike(3, 4)
    options_set(struct options *, const char *, int, ...);
void after(const char *, ...) printflike(1, 2);

// --- file: log.c
#include "log.h"
void log_debug(const char *format, ...) {} // @def log_debug
void fatal(const char *format, ...) {} // @def fatal
struct options *options_set(struct options *o, const char *n, int k, ...) { return o; } // @def options_set
void after(const char *format, ...) {} // @def after

// --- file: main.c
#include "log.h"
int main(void) {
  log_debug("a"); // @calls log_debug
  options_set(0, "b", 1); // @calls options_set
  after("c"); // @calls after
  fatal("d"); // @calls fatal
}

// --- file: plain.c
static int scale(int a, int b) { return a * b; } // @def scale
static int twice(int a) { return a * 2; } // @def twice
int use(void) { return scale(1, 2) + twice(scale(3, 4)); } // @calls scale, twice
