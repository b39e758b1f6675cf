// Classes that extend an outside class: what they do not declare is outside, whatever has that name here.

// --- file: a.ts
import { EventEmitter } from 'node:events';
class Bus extends EventEmitter { // @def Bus
  send() { this.emit('x'); this.flush(); } // @def send @calls flush
  flush() {} // @def flush
}
class Other { emit() {} on() {} } // @def Other
class Failure extends Error { // @def Failure
  constructor(m: string) { super(m); } // @def failure_ctor
  explain() { return this.message.trim(); } // @def explain
}
class List extends Array<Other> { last() { return this[0].emit(); } } // @def List
const b = new Bus(); // @calls Bus
b.on('x', () => b.send()); // @calls send
throw new Failure('x').explain(); // @calls Failure, explain
