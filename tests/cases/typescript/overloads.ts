// Overloads are one function; which signature a call means is told by its arguments.

// --- file: a.ts
class A { a() {} } // @def A
class B { b() {} } // @def B
function make(kind: string): A;
function make(kind: number, extra: boolean): B;
function make(kind: any, extra?: any): any { return null; } // @def make
make('x').a(); // @calls make, A.a
make(1, true).b(); // @calls make, B.b
make('x').b(); // @calls make

class Maker { // @def Maker
  of(x: () => void): A;
  of(x: B): B;
  of(x: any): any {} // @def of
}
const m = new Maker(); // @calls Maker
m.of(() => {}).a(); // @calls of, A.a
m.of(new B()).b(); // @calls of, B, B.b

interface Api { // @def Api
  get(id: number): A; // @def get
  get(name: string, more: string): B;
}
declare const api: Api;
api.get(1).a(); // @calls get, A.a
api.get('x', 'y').b(); // @calls get, B.b
