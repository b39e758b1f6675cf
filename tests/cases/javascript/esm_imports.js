// Named, default, aliased and namespace imports; re-exports through two barrels; a decoy of the same name.

// --- file: src/util/math.js
export function add(a, b) { return a + b; } // @def add
export const sub = (a, b) => a - b; // @def sub
export default function mul(a, b) { return a * b; } // @def mul
function hidden() {} // @def hidden
export { hidden as shown };

// --- file: src/util/index.js
export * from './math.js';
export { default as times } from './math.js';
export * as everything from './math';

// --- file: src/index.js
export * from './util';

// --- file: src/app.js
import product, { add, sub as minus } from './util/math';
import * as math from './util/math.js';
import { add as plus, times, everything, shown } from '.';

add(1, 2); // @calls add
minus(2, 1); // @calls sub
product(1, 2); // @calls mul
math.add(1, 1); // @calls add
math.default(1, 1); // @calls mul
plus(1, 1); // @calls add
times(1, 1); // @calls mul
everything.sub(1, 1); // @calls sub
shown(); // @calls hidden
hidden();

// --- file: other/math.js
export function add() {} // @def other_add
