// Methods of object literals, this in them, nested objects, shorthand, spread, symbols as keys.

// --- file: a.js
const kState = Symbol('state');
function helper() {} // @def helper

const api = {
  helper,
  start() { return this.stop(); }, // @def start @calls stop
  stop: function () {}, // @def stop
  arrow: () => {}, // @def arrow
  nested: {
    deep() {}, // @def deep
  },
  [kState]: { open() {} }, // @def open
  'quoted-name': () => {}, // @def quoted
};

api.helper(); // @calls helper
api.start(); // @calls start
api.arrow(); // @calls arrow
api.nested.deep(); // @calls deep
api[kState].open(); // @calls open
api['quoted-name'](); // @calls quoted
api.missing();

const more = { ...api, extra() {} }; // @def extra
more.start(); // @calls start
more.extra(); // @calls extra

const { start, nested: { deep }, ...others } = api;
start(); // @calls start
deep(); // @calls deep
others.arrow(); // @calls arrow
