// Unions, intersections, aliases, indexed and conditional types, typeof and utility types.

// --- file: a.ts
class Cat { speak() {} } // @def Cat
class Dog { speak() {} bark() {} } // @def Dog
interface Named { rename(): void } // @def Named
type Pet = Cat & Named;
type Maybe<T> = T | null | undefined;
type Owner = { pet: Cat; friends: Dog[]; feed(): Dog }; // @def Owner
type Registry = Record<string, Dog>;

function f(a: Pet, b: Maybe<Dog>, o: Owner, r: Registry, p: Owner['pet'], t: [Cat, Dog]) { // @def f
  a.speak(); // @calls Cat.speak
  a.rename(); // @calls Named.rename
  b?.bark(); // @calls Dog.bark
  o.pet.speak(); // @calls Cat.speak
  o.friends[0].bark(); // @calls Dog.bark
  o.feed().bark(); // @calls Owner.feed, Dog.bark
  r['x'].bark(); // @calls Dog.bark
  Object.values(r)[0].bark(); // @calls Dog.bark
  p.speak(); // @calls Cat.speak
  t[0].speak(); // @calls Cat.speak
  t[1].bark(); // @calls Dog.bark
}
const maker = { make: () => new Dog() }; // @calls Dog
function g(m: typeof maker, d: ReturnType<typeof maker.make>, part: Partial<Owner>, i: InstanceType<typeof Dog>) { // @def g
  m.make().bark(); // @calls maker.make, Dog.bark
  d.bark(); // @calls Dog.bark
  part.pet!.speak(); // @calls Cat.speak
  i.bark(); // @calls Dog.bark
}
type Keys<T> = { [K in keyof T]: T[K] };
declare const same: Keys<Owner>;
same.pet.speak(); // @calls Cat.speak
type Boxed<T> = { [K in keyof T]: { value: T[K] } };
declare const boxed: Boxed<Owner>;
boxed.pet.value.speak(); // @calls Cat.speak
boxed.pet.speak();
