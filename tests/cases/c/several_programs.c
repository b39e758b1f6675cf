// Two programs in one repository have functions of the same names: each calls its own.

// --- file: server/log.h
void log_line(const char *s);
// --- file: server/log.c
#include "log.h"
void log_line(const char *s) {} // @def server_log
// --- file: server/main.c
#include "log.h"
int main(void) {
    log_line("up"); // @calls server_log
    return 0;
}
// --- file: client/log.h
void log_line(const char *s);
// --- file: client/log.c
#include "log.h"
void log_line(const char *s) {} // @def client_log
// --- file: client/main.c
#include "log.h"
int main(void) {
    log_line("up"); // @calls client_log
    return 0;
}
