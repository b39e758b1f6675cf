// A macro that calls its parameter calls what is given for it; pasted names are not guessed.

// --- file: table.c
#define APPLY(f, x) f(x) // @def APPLY
#define TWICE(f, x) APPLY(f, APPLY(f, x)) // @def TWICE
#define CALL_NAMED(name, x) handle_##name(x) // @def CALL_NAMED
#define STATE(s) ((s)->current) // @def STATE

struct state { int current; };
static int half(int x) { return x / 2; } // @def half
static int handle_open(int x) { return x; }

int run(struct state *s, int (*given)(int)) {
    int a = APPLY(half, 8); // @calls APPLY, half
    int b = TWICE(half, 8); // @calls TWICE, half
    int c = CALL_NAMED(open, 1); // @calls CALL_NAMED
    return a + b + c + STATE(s) + APPLY(given, 2); // @calls STATE, APPLY
}
