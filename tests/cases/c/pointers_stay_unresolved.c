// A call through a parameter or a local pointer is no call of a function that has its name.

// --- file: f.c
#include <stdlib.h>
void done(void) {}
int compare(const void *a, const void *b) { return 0; } // @def compare
int (*hook)(int);

void wait(void (*done)(void)) {
    done();
}

void sort(int *xs, int n) {
    int (*compare_fn)(const void *, const void *) = compare; // @refs compare
    compare_fn(xs, xs);
    qsort(xs, n, sizeof *xs, compare); // @refs compare
    hook(1);
}

void local(void) {
    void (*done)(void) = 0;
    done();
}
