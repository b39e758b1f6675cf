// A function called through call, apply or bind is handed on, and gives what it gives.

// --- file: a.js
class Item { price() {} } // @def Item
function make(a) { return new Item(); } // @def make @calls Item

make.call(null, 1).price(); // @calls Item.price @refs make
make.apply(null, [1]).price(); // @calls Item.price @refs make
const bound = make.bind(null); // @refs make
bound(); // @dispatch make
bound().price(); // @calls Item.price @dispatch make
