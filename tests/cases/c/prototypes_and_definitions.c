// A call reaches the function's body, wherever its prototypes stand.

// --- file: src/store.h
#ifndef STORE_H
#define STORE_H
struct item;
int store_put(struct item *it, int size);
extern void store_close(void);
int store_only_declared(int x); // @def only_declared
#endif

// --- file: src/store.c
#include "store.h"

static int grow(int size) { // @def grow
    return size * 2;
}

int store_put(struct item *it, int size) { // @def store_put
    return grow(size); // @calls grow
}

void store_close(void) {} // @def store_close

// --- file: src/main.c
#include <stdio.h>
#include "store.h"

int later(int n);

int main(void) {
    store_put(0, 1);        // @calls store_put
    store_close();          // @calls store_close
    store_only_declared(3); // @calls only_declared
    printf("done\n");
    return later(1); // @calls later
}

int later(int n) { // @def later
    return n;
}
