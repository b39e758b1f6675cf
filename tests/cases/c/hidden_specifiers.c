// Macros before and after declarations hide nothing: names, bodies and calls are found.

// --- file: api.h
#define API extern
#define NORETURN __attribute__((noreturn))
API int api_open(const char *name);
API const char *(api_name)(int id);
API void api_fail(void) NORETURN;
API struct handle *api_new(void);

// --- file: api.c
#include "api.h"
#define FORCE_INLINE static inline
FORCE_INLINE int helper(int x) { return x; } // @def helper

API int api_open(const char *name) { // @def api_open
    return helper(1); // @calls helper
}

API const char *(api_name)(int id) { return 0; } // @def api_name

API void api_fail(void) { for (;;) {} } // @def api_fail

int old_style(a, b) // @def old_style
    int a;
    char *b;
{
    return helper(a); // @calls helper
}

// --- file: use.c
#include "api.h"
int use(void) {
    if (!api_open((api_name)(1))) // @calls api_open, api_name
        api_fail(); // @calls api_fail
    return 0;
}
