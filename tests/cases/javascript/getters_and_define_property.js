// Accessors give what they return; properties defined by descriptor too.

// --- file: a.js
class Engine { start() {} } // @def Engine
class Car { // @def Car
  get engine() { return new Engine(); } // @def engine @calls Engine
  drive() { this.engine.start(); } // @def drive @calls Engine.start
}
const o = { get motor() { return new Engine(); } }; // @calls Engine
o.motor.start(); // @calls Engine.start
Object.defineProperty(o, 'spare', { value: new Engine() }); // @calls Engine
o.spare.start(); // @calls Engine.start
Object.defineProperties(o, {
  lazy: { get() { return new Engine(); } }, // @calls Engine
});
o.lazy.start(); // @calls Engine.start
o.motor();
