// Who uses a macro calls the macro and what its body calls; the body itself only leads there.

// --- file: lib.h
void raw_write(int fd, const char *text);
int raw_check(int x);
#define WRITE(text) raw_write(1, (text)) // @def WRITE @dispatch raw_write
#define CHECKED(x) (raw_check(x) ? WRITE("ok") : (void)0) // @def CHECKED @dispatch raw_check, WRITE, raw_write
#define put WRITE // @def put
#define LIMIT 10

// --- file: lib.c
#include "lib.h"
void raw_write(int fd, const char *text) {} // @def raw_write
int raw_check(int x) { return x < LIMIT; } // @def raw_check

// --- file: use.c
#include "lib.h"

void greet(void) {
    WRITE("hello"); // @calls WRITE, raw_write
}

void both(int n) {
    CHECKED(n); // @calls CHECKED, raw_check, raw_write
    put("x");   // @calls put, raw_write
}

// --- file: unrelated.c
#include "own.h"

// --- file: own.h
void WRITE(const char *text);

// --- file: own.c
#include "own.h"
void WRITE(const char *text) {} // @def own_write
void go(void) {
    WRITE("x"); // @calls own_write
}
