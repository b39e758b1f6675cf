// instanceof, typeof, Array.isArray, type predicates and assertions; a guard's other side.

// --- file: a.ts
class Cat { purr() {} } // @def Cat
class Dog { bark() {} } // @def Dog
function isCat(x: unknown): x is Cat { return true; } // @def isCat
function assertDog(x: unknown): asserts x is Dog {} // @def assertDog

function f(x: Cat | Dog, y: unknown, z: Dog | Dog[], w: string | Cat) { // @def f
  if (isCat(x)) x.purr(); // @calls isCat, Cat.purr
  else x.bark(); // @calls Dog.bark
  if (y instanceof Dog) y.bark(); // @calls Dog.bark
  if (Array.isArray(z)) z[0].bark(); // @calls Dog.bark
  else z.bark(); // @calls Dog.bark
  if (typeof w === 'string') w.purr();
  else w.purr(); // @calls Cat.purr
  if (typeof w !== 'string') w.purr(); // @calls Cat.purr
  if (!isCat(y)) return; // @calls isCat
  y.purr(); // @calls Cat.purr
}
function g(c: Cat | null, m: Map<string, Dog>) { // @def g
  if (!c) return;
  c.purr(); // @calls Cat.purr
  const d = m.get('x');
  if (d) d.bark(); // @calls Dog.bark
  (y as unknown as Cat).purr(); // @calls Cat.purr
  (y as any).purr();
}
declare const y: unknown;

// --- file: guards_in_variables.ts
class Boxed { open() {} } // @def Boxed
class Filed { open() {} } // @def Filed

function made(kind: unknown): unknown { return kind; } // @def made
const isBoxed = made(Boxed) as (thing: any) => thing is Boxed; // @calls made
let isFiled: (thing: unknown) => thing is Filed;

function look(thing: any, other: Boxed | Filed) { // @def look
  if (isBoxed(thing)) thing.open(); // @calls Boxed.open
  else if (isFiled(thing)) thing.open(); // @calls Filed.open
  thing.open();
  if (isFiled(other)) other.open(); // @calls Filed.open
}
