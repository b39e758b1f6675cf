// Fields are found through typedefs, nested and unnamed structs, arrays and what functions return.

// --- file: t.h
typedef int (*step)(int);
struct inner { step next; };
struct outer {
    struct inner in;
    union { step either; int n; };
    struct { step deep; } named;
};
typedef struct outer *outer_ptr;

// --- file: t.c
#include "t.h"
static int a(int x) { return x; } // @def a
static int b(int x) { return x; } // @def b
static int c(int x) { return x; } // @def c
static struct outer *make(void) { return 0; } // @def make

void fill(outer_ptr o) {
    o->in.next = a;
    o->either = b;
    make()->named.deep = &c; // @calls make
}

void use(struct outer list[], outer_ptr p) {
    list[0].in.next(1);  // @dispatch a
    p->either(2);        // @dispatch b
    (*p).named.deep(3);  // @dispatch c
    ((struct inner *)p)->next(4); // @dispatch a
}
