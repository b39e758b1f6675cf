// Of definitions for different systems the one of the usual build is meant; dead code calls nothing.

// --- file: port.c
#ifdef _WIN32
static int wait_event(void) { return 1; }
#else
static int wait_event(void) { return 2; } // @def wait_unix
#endif

#define BACKEND 2
#if BACKEND == 1
static int poll_all(void) { return 1; }
#elif BACKEND == 2
static int poll_all(void) { return 2; } // @def poll_two
#else
static int poll_all(void) { return 3; }
#endif

#if 0
static void old(void) { wait_event(); }
#endif

int turn(void) {
    return wait_event() + poll_all(); // @calls wait_unix, poll_two
}

// --- file: clock.h
long now(void);

// --- file: clock_win32.c
#include "clock.h"
long now(void) { return 1; }

// --- file: clock_unix.c
#include "clock.h"
long now(void) { return 2; } // @def now_unix

// --- file: use_clock.c
#include "clock.h"
long twice(void) {
    return now() * 2; // @calls now_unix
}
