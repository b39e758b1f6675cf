// A class below an outside class may have members nobody sees: what it calls unqualified may be those.

// --- file: x/Task.java
package x;

import org.elsewhere.Framework;

class Task extends Framework {
    void own() {                                    // @def own
        start();
        own();                                      // @calls own
        stop(1, 2);
        this.restart();
    }
    void stop(int one) {}
}
class Elsewhere {
    void start() {}
    void restart() {}
}
