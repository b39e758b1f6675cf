// A call through a field reaches the functions that any initialiser or assignment gives that field.

// --- file: ops.h
struct ops {
    const char *name;
    int (*open)(int);
    void (*close)(int);
};
struct other { int (*open)(int); };
typedef struct { const char *name; int (*proc)(int); } command;

// --- file: disk.c
#include "ops.h"
static int disk_open(int x) { return x; }  // @def disk_open
static void disk_close(int x) {}           // @def disk_close
static int stray_open(int x) { return x; } // @def stray_open
const struct ops disk = {"disk", disk_open, disk_close}; // @refs disk_open, disk_close
struct other unrelated = {.open = stray_open}; // @refs stray_open

// --- file: net.c
#include "ops.h"
static int net_open(int x) { return x; } // @def net_open
static void net_close(int x) {}          // @def net_close
struct ops net = {.name = "net", .open = net_open}; // @refs net_open

void prepare(struct ops *o) {
    o->close = net_close; // @refs net_close
}

// --- file: commands.c
#include "ops.h"
static int do_get(int x) { return x; } // @def do_get
static int do_set(int x) { return x; } // @def do_set
static command commands[] = {
    {"get", do_get}, // @refs do_get
    {"set", &do_set}, // @refs do_set
};

int dispatch(int i) {
    return commands[i].proc(i); // @dispatch do_get, do_set
}

// --- file: use.c
#include "ops.h"
int use(struct ops *o, struct ops *all[]) {
    o->open(1); // @dispatch disk_open, net_open
    (*all[0]->close)(2); // @dispatch disk_close, net_close
    return 0;
}
