// A variable or member that may also hold a function nobody can see: possible callees, never stated as fact.

// --- file: params.js
function noop() {}                          // @def noop
function each(fn) { return fn; }            // @def each

function load(cb) {                         // @def load
  cb = cb || noop;
  cb();                                     // @dispatch noop
}

function save(cb) {                         // @def save
  cb || (cb = noop);
  cb();                                     // @dispatch noop
}

function drop(cb) {                         // @def drop
  if (!cb) cb = noop;
  cb();                                     // @dispatch noop
}

function wrap(cb) {                         // @def wrap
  cb = noop;
  cb();                                     // @calls noop
}

function late(cb) {                         // @def late
  if (cb.ready) {
    cb = function () {};                    // @def cb
  }
  each(() => cb());                         // @calls each @dispatch cb
}

function pick(table, key) {                 // @def pick
  const found = table[key] || noop;
  found();                                  // @dispatch noop
}

function sure(flag) {                       // @def sure
  const found = flag ? noop : noop;
  found();                                  // @calls noop
}

// --- file: members.js
function Parser(parse) {                    // @def Parser
  if (parse) this.parse = parse;
  this.log = () => {};                      // @def log
}
Parser.prototype.parse = function () {};    // @def parse
Parser.prototype.run = function () {        // @def run
  this.parse();                             // @dispatch parse
  this.log();                               // @calls log
};

// --- file: flags.js
function yes() { return true; }             // @def yes
function no() { return false; }             // @def no

function Event() {}                         // @def Event
Event.prototype = {
  isStopped: no,
  stop() {                                  // @def stop
    this.isStopped = yes;
  },
  fire() {                                  // @def fire
    return this.isStopped();                // @dispatch yes, no
  },
};

// --- file: unions.js
class File { open() {} close() {} }         // @def File
class Pipe { open() {} }                    // @def Pipe

function choose(name) {                     // @def choose
  if (name === "-") return new Pipe();      // @calls Pipe
  return new File();                        // @calls File
}

function Holder() {                         // @def Holder
  this.source = choose("-");                // @calls choose
}
Holder.prototype.open = function () {       // @def Holder.open
  this.source.open();                       // @dispatch File.open, Pipe.open
  this.source.close();                      // @calls File.close
};
