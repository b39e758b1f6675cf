// A source that includes another sees its static functions, and lends it its own declarations.

// --- file: engine.c
#include "engine.h"
int engine_log(int x) { return x; } // @def engine_log
#include "engine_poll.c"

int engine_run(void) {
    return poll_once(1); // @calls poll_once
}

// --- file: engine.h
int engine_log(int x);
int engine_run(void);

// --- file: engine_poll.c
#include <poll.h>

static int poll_once(int n) { // @def poll_once
    return engine_log(n); // @calls engine_log
}

// --- file: elsewhere.c
#include "engine.h"
int elsewhere(void) {
    return poll_once(1);
}
