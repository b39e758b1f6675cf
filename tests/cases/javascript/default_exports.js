// Anonymous default exports, and defaults that are a name or a class.

// --- file: a.js
export default function () { return 1; } // @def a_default

// --- file: b.js
export default () => 2; // @def b_default

// --- file: c.js
export default class { run() {} } // @def c_default

// --- file: d.js
class Named { stop() {} } // @def Named
export { Named as default };

// --- file: e.js
function late() {} // @def late
export default late;

// --- file: use.js
import a from './a';
import b from './b';
import C from './c';
import D from './d';
import { default as e } from './e';
a(); // @calls a_default
b(); // @calls b_default
new C().run(); // @calls c_default, default.run
new D().stop(); // @calls Named, Named.stop
e(); // @calls late
