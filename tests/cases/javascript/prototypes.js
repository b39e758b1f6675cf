// Constructor functions: methods on the prototype, statics, inheritance in its old forms.

// --- file: animal.js
var util = require('util');

function Animal(name) { // @def Animal
  this.name = name;
  this.setup(); // @calls setup
}
Animal.prototype.setup = function () { return this; }; // @def setup
Animal.prototype.speak = function speak() { // @def speak
  return this.sound(); // @calls sound
};
Animal.prototype.sound = function () {}; // @def sound
Animal.create = function (n) { return new Animal(n); }; // @def create @calls Animal

function Dog(name) { // @def Dog
  Animal.call(this, name);
}
Dog.prototype = Object.create(Animal.prototype);
Dog.prototype.constructor = Dog;
Dog.prototype.bark = function () { // @def bark
  this.speak(); // @calls speak
};

function Cat() {} // @def Cat
util.inherits(Cat, Animal);
Cat.prototype.purr = function () { this.speak(); }; // @def purr @calls speak

function Bird() {} // @def Bird
Bird.prototype = {
  fly() { return this.land(); }, // @def fly @calls land
  land: function () {}, // @def land
};

function Fish() {} // @def Fish
Object.assign(Fish.prototype, {
  swim() { return this.dive(); }, // @def swim @calls dive
  dive() {}, // @def dive
});

module.exports = { Animal, Dog, Cat, Bird, Fish };

// --- file: use.js
const { Animal, Dog, Cat, Bird, Fish } = require('./animal');
const d = new Dog('x'); // @calls Dog
d.bark(); // @calls bark
d.speak(); // @calls speak
new Cat().purr(); // @calls Cat, purr
new Bird().fly(); // @calls Bird, fly
new Fish().swim(); // @calls Fish, swim
Animal.create('y').speak(); // @calls create, speak
Animal.speak();
d.setup().speak(); // @calls setup, speak
