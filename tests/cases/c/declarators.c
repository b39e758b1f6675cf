// Names are found in any declarator, and function pointers are not taken for functions.

// --- file: d.c
typedef void (*callback)(int);
void ignore(int x) {} // @def ignore

callback chosen(int x) { // @def chosen
    return ignore; // @refs ignore
}

void (*signal_like(int n, void (*f)(int)))(int) { // @def signal_like
    return f;
}

static int *const *table(void) { return 0; } // @def table
int (*fp)(int) = 0, plain(int x);

void go(void) {
    chosen(1)(2);          // @calls chosen
    signal_like(1, ignore)(3); // @calls signal_like @refs ignore
    table();               // @calls table
    fp(1);
    plain(2); // @calls plain
}

int plain(int x) { return x; } // @def plain
