// A variable that starts as one function and may be replaced counts as the first, in this file and where it is imported.

// --- file: a.js
function plain() {} // @def plain
let pick = plain;
if (process.platform === 'x') pick = function better() {}; // @def better
export function use() { pick(); } // @def use @calls plain @dispatch better
export { pick };
let api = { run() {} }; // @def run
export function swap() { api = other(); api.run(); } // @def swap @calls run
export function later() { api.run(); } // @def later @calls run

// --- file: b.js
import { pick } from './a.js';
pick(); // @calls plain
