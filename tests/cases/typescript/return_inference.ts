// Results without an annotation, async ones, conditional ones, generators, type assertions and satisfies.

// --- file: a.ts
class A { a() {} } // @def A
class B { b() {} } // @def B
function one() { return new A(); } // @def one @calls A
const two = () => one(); // @def two @calls one
async function three() { return two(); } // @def three @calls two
function four(x: boolean) { if (x) return new A(); return new B(); } // @def four @calls A, B
function five() { return null as unknown as B; } // @def five
function* six() { yield new A(); } // @def six @calls A
function seven() { return { a: new A(), get b() { return new B(); } }; } // @def seven @calls A, B
const eight = { make: () => new A() } satisfies object; // @calls A
one().a(); // @calls one, A.a
two().a(); // @calls two, A.a
async function f() { // @def f
  (await three()).a(); // @calls three, A.a
  three().a(); // @calls three
}
four(true).a(); // @calls four, A.a
five().b(); // @calls five, B.b
for (const x of six()) x.a(); // @calls six, A.a
seven().a.a(); // @calls seven, A.a
seven().b.b(); // @calls seven, B.b
eight.make().a(); // @calls eight.make, A.a
function loop(n: number) { return n ? loop(n - 1) : new A(); } // @def loop @calls loop, A
loop(1).a(); // @calls loop, A.a
