// A member that a known object does not have is nobody's, however unique its name is in the repository.

// --- file: a.js
class Reader { read() {} } // @def Reader
class Writer { write() {} } // @def Writer
new Reader().write(); // @calls Reader
const o = { a: 1 };
o.write();
(() => 1).write();
'x'.write();
[new Writer()].write(); // @calls Writer
