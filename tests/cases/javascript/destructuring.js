// Patterns in declarations, parameters, loops and assignments hand on the parts of what they take apart.

// --- file: a.js
class A { run() {} } // @def A
class B { run() {} } // @def B
const pair = [new A(), new B()]; // @calls A, B
const [a, b] = pair;
a.run(); // @calls A.run
b.run(); // @calls B.run
const [, second] = pair;
second.run(); // @calls B.run

const box = { a: new A(), inner: { b: new B() } }; // @calls A, B
const { a: x, inner: { b: y }, z = new B() } = box; // @calls B
x.run(); // @calls A.run
y.run(); // @calls B.run
z.run(); // @calls B.run

function take({ item = new A(), ...rest } = {}) { // @def take @calls A
  item.run(); // @calls A.run
}

for (const [k, v] of new Map([['a', new B()]])) { // @calls B
  v.run(); // @calls B.run
  k.run();
}
for (const { a } of [box]) a.run(); // @calls A.run

let m;
({ a: m } = box);
m.run(); // @calls A.run
