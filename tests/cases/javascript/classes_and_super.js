// Methods through this and super, static ones apart from those of objects, fields that hold functions, private names.

// --- file: a.js
class Base { // @def Base
  constructor() { this.init(); } // @def base_ctor @calls base_init
  init() {} // @def base_init
  shared() { return this.hook(); } // @def shared @calls base_hook @dispatch sub_hook
  hook() {} // @def base_hook
  static create() { return new this(); } // @def create @calls Base
}

class Sub extends Base { // @def Sub
  #count = 0;
  onClick = () => { this.hook(); }; // @def onClick @calls sub_hook
  constructor() { super(); this.#secret(); } // @def sub_ctor @calls Base, secret
  hook() { super.hook(); } // @def sub_hook @calls base_hook
  #secret() {} // @def secret
  get size() { return this.measure(); } // @def size @calls measure
  measure() {} // @def measure
  create() {} // @def instance_create
}

const s = new Sub(); // @calls Sub
s.shared(); // @calls shared
s.init(); // @calls base_init
s.create(); // @calls instance_create
Sub.create(); // @calls create
s.onClick(); // @calls onClick
s.missing();
Sub.hook();
