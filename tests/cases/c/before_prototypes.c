// Declarations for compilers from before 1989: parameters behind a macro, types after the parentheses.

// --- file: api.h
#ifdef PREFIX
#define shrink my_shrink
#define grow my_grow
#endif
#define OF(args) args
#define EXTERN extern
#define EXPORT
EXTERN int EXPORT shrink OF((char *to, const char *from));
EXTERN char * EXPORT grow OF((char *to, int size));
void HIDDEN align OF((void));
char HIDDEN *text_of OF((int error));

// --- file: shrink.c
#include "api.h"
#define LIMIT 100
int EXPORT shrink(to, from) // @def shrink
    char *to;
    const char *from;
{
    unsigned room = (unsigned)LIMIT;
    room += (unsigned)LIMIT;
    align(); // @calls align
    return (int)room;
}

char * EXPORT grow(to, size) // @def grow
    char *to;
    int size;
{
    shrink(to, to); // @calls shrink
#ifdef WITH_TEXT
    if (size > 1 && to != 0)
#else
    if (size > 1)
#endif
    {
        return text_of(size); // @calls text_of
    }
    return to;
}

void HIDDEN align(void) {} // @def align
char HIDDEN *text_of(int error) { return 0; } // @def text_of

// --- file: main.c
#include "api.h"
int main(void) {
    return shrink(grow(0, 1), 0); // @calls shrink, grow
}
