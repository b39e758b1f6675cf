// Callbacks get their parameters from where they stand: arguments, declared variables, members, results.

// --- file: a.ts
class Ctx { send() {} } // @def Ctx
class Next { go() {} } // @def Next
type Handler = (ctx: Ctx, next: Next) => void;
interface Options { onError?: (c: Ctx) => void; nested: { hook(c: Ctx): void } } // @def hook

function use(h: Handler) {} // @def use
use((ctx, next) => { ctx.send(); next.go(); }); // @calls use, Ctx.send, Next.go
use(function (ctx) { ctx.send(); }); // @calls use, Ctx.send
const h: Handler = (c) => c.send(); // @def h @calls Ctx.send
const table: Record<string, Handler> = { a: (c) => c.send() }; // @def table_a @calls Ctx.send
function make(): Handler { return (c, n) => n.go(); } // @def make @calls Next.go
function configure(o: Options) {} // @def configure
configure({ onError: (c) => c.send(), nested: { hook(c) { c.send(); } } }); // @calls configure, Ctx.send
class Server {
  handlers: Handler[] = [];
  on: Handler = (c) => c.send(); // @def on @calls Ctx.send
  constructor() { this.handlers.push((c) => c.send()); } // @def server_ctor @calls Ctx.send
}
declare const s: Server;
s.on = (c) => c.send(); // @def on_later @calls Ctx.send
s.handlers.forEach(x => x(null!, null!));
async function later(): Promise<Ctx> { return new Ctx(); } // @def later @calls Ctx
later().then(c => c.send()); // @calls later, Ctx.send
new Promise<Ctx>(null!).then(c => { c.send(); return new Next(); }).then(n => n.go()); // @calls Ctx.send, Next, Next.go
function bound(this: Ctx) { this.send(); } // @def bound @calls Ctx.send
function withThis(f: (this: Ctx) => void) {} // @def withThis
withThis(function () { this.send(); }); // @calls withThis, Ctx.send
