// Type arguments travel through classes, methods, functions, constraints and defaults.

// --- file: a.ts
class Item { price() { return 1; } } // @def Item
class Part { weigh() {} } // @def Part

class Box<T> { // @def Box
  constructor(private value: T) {} // @def box_ctor
  get(): T { return this.value; } // @def get
  map<U>(f: (value: T) => U): Box<U> { return new Box(f(this.value)); } // @def map @calls Box
  self(): this { return this; } // @def self
}
class Crate extends Box<Item> { // @def Crate
  seal() {} // @def seal
}

new Box(new Item()).get().price(); // @calls Box, Item, get, Item.price
new Box<Part>(null!).get().weigh(); // @calls Box, get, Part.weigh
new Box(new Item()).map(i => { i.price(); return new Part(); }).get().weigh(); // @calls Box, Item, map, Item.price, Part, get, Part.weigh
declare const crate: Crate;
crate.get().price(); // @calls get, Item.price
crate.self().seal(); // @calls self, seal

function first<T>(xs: T[]): T { return xs[0]; } // @def first
first([new Item()]).price(); // @calls first, Item, Item.price
function known<T extends Item>(x: T) { x.price(); return x; } // @def known @calls Item.price
function create<T>(make: new () => T): T { return new make(); } // @def create
create(Part).weigh(); // @calls create, Part.weigh
function pick<T extends Item = Item>(x?: T): T { return x!; } // @def pick
pick().price(); // @calls pick, Item.price
function call<R>(f: () => R): R { return f(); } // @def call
call(() => new Part()).weigh(); // @calls call, Part, Part.weigh
call<Item>(null!).price(); // @calls call, Item.price
first(['x']).price(); // @calls first
