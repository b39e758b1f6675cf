// A test says what a value is where it holds; user-defined guards by JSDoc are out of reach.

// --- file: a.js
class Cat { speak() {} } // @def Cat
class Dog { speak() {} } // @def Dog

function f(x) { // @def f
  x.speak();
  if (x instanceof Cat) {
    x.speak(); // @calls Cat.speak
  } else if (x instanceof Dog) {
    x.speak(); // @calls Dog.speak
  } else {
    x.speak();
  }
  x instanceof Dog && x.speak(); // @calls Dog.speak
  const y = x instanceof Cat ? x.speak() : 1; // @calls Cat.speak
  if (!(x instanceof Cat)) return;
  x.speak(); // @calls Cat.speak
}

class Box {
  open() { // @def open
    if (this.pet instanceof Dog) this.pet.speak(); // @calls Dog.speak
    this.pet.speak();
  }
}
