// Call signatures without semicolons, exported star types and loops that dispose: the rest of the file is still read.

// --- file: src/make.ts
export type * from "./shapes";

export interface Make {
  (name: string): Box
  /** A box of something. */
  <T>(value: T): Box
  <
    A,
    B,
  >(first: A, second: B): Box
  twice(name: string): Box[]
}

export class Box {                        // @def Box
  open() {                                // @def open
    return this.lid();                    // @calls lid
  }

  lid() {                                 // @def lid
    return 1;
  }
}

// --- file: src/use.ts
import { Box, type Make } from "./make";

abstract class Shelf {                    // @def Shelf
  abstract boxes(): Box[]                 // @def boxes

  clear() {                               // @def clear
    for (using box of this.boxes()) {     // @calls boxes
      box.open();                         // @calls open
    }
  }

  make(f: Make) {                         // @def make
    return f("x").open();                 // @calls open
  }
}

// --- file: src/shapes.ts
export interface Shape {
  open(): void
}
