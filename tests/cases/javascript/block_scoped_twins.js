// Two blocks declare a function of one name: each use means its own.

// --- file: a.js
describe('one', () => {
  const make = () => 1; // @def first_make
  it('a', () => { make(); }); // @calls first_make
});

describe('two', () => {
  const make = () => 2; // @def second_make
  it('b', () => { make(); }); // @calls second_make
});

if (process.argv.length) {
  const run = () => 1; // @def run_a
  run(); // @calls run_a
} else {
  const run = () => 2; // @def run_b
  run(); // @calls run_b
}
