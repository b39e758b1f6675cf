// Conditionals that cut through a statement or a head do not cost the calls around them.

// --- file: s.c
int fast(int x) { return x; }  // @def fast
int check(int x) { return x; } // @def check
void after(void) {}            // @def after

int pick(int x) {
#ifdef WITH_FAST
    if (fast(x)) // @calls fast
        return 1;
    else
#endif
    return check(x); // @calls check
}

#ifdef THREADED
int start(int x, void *thread) { // @def start
#else
int start(int x) {
#endif
    after(); // @calls after
    return check(x); // @calls check
}

int next(void) {
    after(); // @calls after
    return 0;
}

const char *const names[] = {
    "one",
#ifdef WITH_FAST
    "two",
#endif
};

void last(void) {
    after(); // @calls after
}
