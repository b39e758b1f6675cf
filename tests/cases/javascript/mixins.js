// Class factories: a class extends what a function makes of its argument.

// --- file: a.js
const Serializable = (Base) => class extends Base { // @def Serializable
  serialize() { return this.toJSON(); } // @def serialize
};
class Point { // @def Point
  toJSON() {} // @def toJSON
}
class Place extends Serializable(Point) { // @calls Serializable
  save() { this.serialize(); this.toJSON(); } // @def save @calls serialize, toJSON
}
const C = class Inner { go() { new Inner(); } }; // @def C @calls C
new C().go(); // @calls C, C.go
Inner();
