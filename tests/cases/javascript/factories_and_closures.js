// What a function returns is what a call of it has: objects, closures, chained builders.

// --- file: a.js
function counter() { // @def counter
  let n = 0;
  function step() { n++; } // @def step
  return { step, reset() { n = 0; } }; // @def reset
}
const c = counter(); // @calls counter
c.step(); // @calls step
c.reset(); // @calls reset

function curry(a) { return function inner(b) { return b; }; } // @def curry
curry(1)(2); // @calls curry @dispatch curry.inner

class Builder { // @def Builder
  where() { return this; } // @def where
  limit() { return this; } // @def limit
  build() { return new Result(); } // @def build @calls Result
}
class Result { rows() { return []; } } // @def Result
new Builder().where().limit().build().rows(); // @calls Builder, where, limit, build, Result.rows

const make = () => new Builder(); // @def make @calls Builder
make().where(); // @calls make, where

async function later() { return new Result(); } // @def later @calls Result
async function use() { // @def use
  (await later()).rows(); // @calls later, Result.rows
  later().then(r => r.rows()); // @calls later, Result.rows
  later().rows(); // @calls later
}
