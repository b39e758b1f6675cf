// An import statement reaches a CommonJS module's exports, as default or by name; and the other way round.

// --- file: old.cjs
module.exports = { start() {} }; // @def start
module.exports.stop = function () {}; // @def stop

// --- file: new.mjs
export const fresh = () => {}; // @def fresh
export default function main() {} // @def main

// --- file: use.mjs
import old, { stop } from './old.cjs';
import * as all from './old.cjs';
old.start(); // @calls start
stop(); // @calls stop
all.start(); // @calls start

// --- file: use.cjs
const { fresh, default: main } = require('./new.mjs');
fresh(); // @calls fresh
main(); // @calls main
async function load() { // @def load
  const m = await import('./new.mjs');
  m.fresh(); // @calls fresh
  const { default: d } = await import('./new.mjs');
  d(); // @calls main
}
