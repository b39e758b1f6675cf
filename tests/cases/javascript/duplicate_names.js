// The same method name in unrelated classes: an unknown receiver means none of them.

// --- file: a.js
class Door { close() {} } // @def Door
class File { close() {} } // @def File
class Socket { open() { return new File(); } } // @def Socket @calls File

function shut(thing) { thing.close(); } // @def shut
shut(new Door()); // @calls shut, Door
function known() { // @def known
  const f = new Socket().open(); // @calls Socket, Socket.open
  f.close(); // @calls File.close
  getThing().close();
  window.close();
}
