// JSDoc gives parameters, results, variables and type definitions in plain JavaScript.

// --- file: cart.js
class Cart { // @def Cart
  total() { return 1; } // @def total
}
module.exports = Cart;

// --- file: types.js
/**
 * @typedef {Object} Options
 * @property {import('./cart')} cart
 */
/** @typedef {import('./cart')} BigCart */
module.exports = {};

// --- file: use.js
const Cart = require('./cart');
/** @typedef {import('./types').Options} Options */

/**
 * @param {Cart} cart
 * @param {Cart[]} [all]
 * @param {Options} options
 * @returns {Promise<Cart>}
 */
async function checkout(cart, all, options) { // @def checkout
  cart.total(); // @calls total
  all.forEach(c => c.total()); // @calls total
  for (const c of all) c.total(); // @calls total
  options.cart.total(); // @calls total
  options.total();
  return cart;
}

/** @type {Map<string, Cart>} */
const carts = new Map();
carts.get('a').total(); // @calls total
async function go() { // @def go
  (await checkout()).total(); // @calls checkout, total
}
/** @param {(cart: Cart) => void} callback */
function each(callback) { callback(); } // @def each
each(c => c.total()); // @calls each, total

// --- file: members.js
class Option {                            // @def Option
  is(arg) { return arg === this.flag; }   // @def Option.is
}

class Other {                             // @def Other
  is() {}                                 // @def Other.is
}

class Command {                           // @def Command
  constructor(x) {
    /** @type {Option[]} */
    this.options = [];
    /** @type {Other} */
    this.other = x;
  }

  find(arg) {                             // @def find
    this.other.is();                      // @calls Other.is
    return this.options.find((option) => option.is(arg)); // @calls Option.is
  }
}

/**
 * @param {Array<Option>} options
 */
const first = options => options[0].is("x"); // @def first @calls Option.is
