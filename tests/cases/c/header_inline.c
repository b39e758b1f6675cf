// A static inline function in a header is seen by those who include it, through other headers too.

// --- file: include/bits.h
static inline int low_bit(int x) { // @def low_bit
    return x & 1;
}

// --- file: include/util.h
#include "bits.h"

// --- file: src/one.c
#include "../include/util.h"

int one(void) {
    return low_bit(3); // @calls low_bit
}

// --- file: src/two.c
#include <stddef.h>
#include "two.h"

static int low_bit(int x) { // @def own_low_bit
    return x;
}

int two(void) {
    return low_bit(3); // @calls own_low_bit
}

// --- file: src/two.h
int two(void);
