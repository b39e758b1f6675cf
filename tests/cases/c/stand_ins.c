// Functions for systems or builds that lack the real one give way to it.

// --- file: common.h
#if defined(_MSC_VER) && _MSC_VER < 1900
int snprintf(char *to, unsigned long size, const char *format, ...);
#endif
#ifndef STDC
extern void free(void *what);
#endif
#ifdef HAVE_MEMCPY
#define copy memcpy // @def copy
#else
void copy(char *to, const char *from, int size);
#endif
int gz_open(const char *name);

// --- file: win/snprintf.c
#include "../common.h"
int snprintf(char *to, unsigned long size, const char *format, ...) { return 0; }

// --- file: copy.c
#include "common.h"
#ifndef HAVE_MEMCPY
void copy(char *to, const char *from, int size) {}
#endif
int gz_open(const char *name) { return 1; } // @def gz_open

// --- file: test/tool.c
#include "../common.h"
#ifdef SOLO
int gz_open(const char *name) { return 2; }
#endif
int use(char *to) {
    snprintf(to, 1, "x");
    free(to);
    copy(to, to, 1); // @calls copy
    return gz_open(to); // @calls gz_open
}

// --- file: test/other.c
#include "../common.h"
int other(char *to) {
    return gz_open(to); // @calls gz_open
}
