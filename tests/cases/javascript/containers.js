// Elements of arrays, maps, sets and records keep their class through the platform's methods.

// --- file: a.js
class Item { // @def Item
  price() { return 1; } // @def price
  parts() { return [new Part()]; } // @def parts @calls Part
}
class Part { weigh() {} } // @def Part

const items = [new Item()]; // @calls Item
items[0].price(); // @calls price
items.map(i => i.price()); // @calls price
items.filter(i => i.price()).find(i => i.price()).price(); // @calls price
items.flatMap(i => i.parts()).forEach(p => p.weigh()); // @calls parts, Part.weigh
items.reduce((sum, i) => sum + i.price(), 0); // @calls price
items.map(i => i.parts()[0]).pop().weigh(); // @calls parts, Part.weigh
[...items, new Item()].at(0).price(); // @calls Item, price
const byName = new Map(items.map(i => [i.name, i]));
byName.get('x').price(); // @calls price
for (const i of byName.values()) i.price(); // @calls price
byName.forEach((i, key) => { i.price(); key.price(); }); // @calls price
new Set(items).forEach(i => i.price()); // @calls price
Object.values({ a: new Item() }).forEach(i => i.price()); // @calls Item, price
Array.from(items, i => i.parts()).length; // @calls parts
Promise.all([Promise.resolve(new Item())]).then(([i]) => i.price()); // @calls Item, price
const [first, ...rest] = items;
rest[0].price(); // @calls price
items.length.price();
