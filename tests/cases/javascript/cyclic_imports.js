// Modules that import each other, and classes that extend in a circle, end the search, not the program.

// --- file: a.js
import { b } from './b.js';
export function a() { b(); } // @def a @calls b
export * from './b.js';

// --- file: b.js
import { a } from './a.js';
export function b() { a(); } // @def b @calls a
export * from './a.js';

// --- file: c.js
import { nowhere, a } from './a.js';
nowhere();
a(); // @calls a
class X extends Y {} // @def X
class Y extends X { run() { this.walk(); } } // @def Y
new X().run(); // @calls X, Y.run
let loop = () => loop2(); // @def loop @calls loop2
let loop2 = () => loop(); // @def loop2 @calls loop
