// A static function belongs to its file; its namesake elsewhere is another function.

// --- file: a.c
static void reset(void) {} // @def reset_a

void start_a(void) {
    reset(); // @calls reset_a
}

// --- file: b.c
static void reset(void) {} // @def reset_b

void start_b(void) {
    reset(); // @calls reset_b
}

// --- file: c.c
#include "other.h"

void start_c(void) {
    reset();
}

// --- file: other.h
#define UNRELATED 1
