// Constants, getters and classes that scripts read; what require brings is no constant of the file.

// --- file: conf.js
export const LIMIT = 3;                            // @def LIMIT
export class Cart {                                // @def Cart
    get size() { return 1; }                       // @def size
    full() { return this.size > LIMIT; }           // @uses size, LIMIT
}

// --- file: use.js
import { LIMIT as most, Cart } from './conf.js';
const path = require('path');

function check(cart) {
    if (cart instanceof Cart) return most;         // @uses Cart, LIMIT
    return path.sep;
}
function shadowed(most) { return [most, cart.size]; }
