// TypeScript reads a script through the declaration file beside it; scripts read the script itself.

// --- file: lib/emitter.js
export class Emitter { emit() {} } // @def script_Emitter

// --- file: lib/emitter.d.ts
export declare class Emitter { // @def Emitter
  emit(name: string): this; // @def emit
  emitReserved(): void; // @def emitReserved
}

// --- file: use.ts
import { Emitter } from './lib/emitter.js';
class Socket extends Emitter { // @def Socket
  open() { this.emit('x').emitReserved(); } // @def open @calls emit, emitReserved
}

// --- file: use.js
import { Emitter } from './lib/emitter.js';
new Emitter().emit(); // @calls script_Emitter, Emitter.emit
