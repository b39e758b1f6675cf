// What is declared nowhere in the files one includes comes from outside, even if some file defines that name.

// --- file: tests/fake_malloc.c
#include "fake_malloc.h"
void *malloc(unsigned long n) { return 0; } // @def fake_malloc
void test(void) {
    malloc(1); // @calls fake_malloc
}
// --- file: tests/fake_malloc.h
void *malloc(unsigned long n);
// --- file: src/list.h
struct list;
// --- file: src/list.c
#include <stdlib.h>
#include "list.h"
struct list *make(void) {
    return malloc(10);
}
