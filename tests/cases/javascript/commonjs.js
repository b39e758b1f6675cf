// require and module.exports in their usual forms.

// --- file: lib/one.js
exports.alpha = function () {}; // @def alpha
exports.beta = beta;
function beta() { exports.alpha(); } // @def beta @calls alpha
module.exports.gamma = () => {}; // @def gamma
alpha();

// --- file: lib/two.js
module.exports = function two() {}; // @def two
module.exports.helper = function () {}; // @def helper

// --- file: lib/three.js
const secret = () => {}; // @def secret
module.exports = { secret, named: function () {}, short() {} }; // @def named

// --- file: lib/four.js
class Four { go() {} } // @def Four
module.exports = Four;
module.exports.make = () => new Four(); // @def make @calls Four

// --- file: lib/index.js
module.exports = require('./one');

// --- file: main.js
const one = require('./lib/one');
const { alpha, beta: b } = require('./lib/one.js');
const two = require('./lib/two');
const three = require('./lib/three');
const Four = require('./lib/four');
const lib = require('./lib');
const gamma = require('./lib/one').gamma;
one.alpha(); // @calls alpha
alpha(); // @calls alpha
b(); // @calls beta
two(); // @calls two
two.helper(); // @calls helper
three.secret(); // @calls secret
three.named(); // @calls named
new Four().go(); // @calls Four, Four.go
Four.make().go(); // @calls make, Four.go
lib.beta(); // @calls beta
gamma(); // @calls gamma
require('./lib/two')(); // @dispatch two
function lazy() { // @def lazy
  const { gamma } = require('./lib/one');
  gamma(); // @calls gamma
}

// --- file: slow.js
function _mask() {}                     // @def _mask
module.exports = { mask: _mask, same: _mask };
if (process.env.FAST) {
  module.exports.mask = function () {}; // @def fast
}

// --- file: uses_slow.js
const { mask, same } = require("./slow");
mask();                                 // @dispatch _mask, fast
same();                                 // @calls _mask
