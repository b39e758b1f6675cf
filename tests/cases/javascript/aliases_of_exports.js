// The module object under another name: var api = exports, self = module.exports; and what such names are not.

// --- file: auth.js
var Auth = exports;

Auth.token = function (password) {    // @def token
  return this.hash(Auth.salt());      // @calls hash, salt
};

Auth.hash = hash;

Auth.salt = function () {             // @def salt
  return helper();                    // @calls helper
};

function hash(text) {                 // @def hash
  return text;
}

function helper() {                   // @def helper
  return 1;
}

// --- file: store.js
const self = module.exports;

self.open = () => self.lock();        // @def open @calls lock
self.lock = function () {};           // @def lock

// --- file: other.js
const api = {};
api.open = function () {};

// --- file: use.js
const Auth = require("./auth");
const { open } = require("./store");
const other = require("./other");

function run(exports) {               // @def run
  Auth.token("x");                    // @calls token
  Auth.missing();
  open();                             // @calls open
  other.open();
  exports.run();
}
