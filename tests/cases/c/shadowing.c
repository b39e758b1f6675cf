// The innermost declaration decides; a variable ends with its block.

// --- file: s.c
int size(void) { return 1; } // @def size

int one(int (*size)(void)) {
    return size();
}

int two(void) {
    {
        int (*size)(void) = 0;
        size();
    }
    return size(); // @calls size
}

int three(void) {
    for (int (*size)(void) = 0; size; ) {
        size();
    }
    return size(); // @calls size
}
