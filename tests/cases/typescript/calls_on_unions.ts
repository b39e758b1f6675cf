// On a union the compiler takes the first member's method for what is called; the others may be reached as well.

// --- file: a.ts
class Reader { read() {} close() {} } // @def Reader
class Stream { read() {} } // @def Stream

function pull(from: Reader | Stream | string) { // @def pull
  from.read(); // @calls Reader.read @dispatch Stream.read
}

function narrowed(from: Reader | Stream) { // @def narrowed
  if (from instanceof Stream) from.read(); // @calls Stream.read
  else from.close(); // @calls Reader.close
}

function made(flag: boolean) { // @def made
  const source = flag ? new Stream() : new Reader(); // @calls Stream, Reader
  source.read(); // @calls Stream.read @dispatch Reader.read
}
