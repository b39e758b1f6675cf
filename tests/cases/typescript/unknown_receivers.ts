// any, unknown and what cannot be read stay unresolved.

// --- file: a.ts
class Only { onlyHere() {} } // @def Only
declare const a: any;
declare const u: unknown;
declare const missing: NotDeclared;
a.onlyHere();
(u as any).onlyHere();
missing.onlyHere();
a.b.c.onlyHere();
function f(x) { x.onlyHere(); } // @def f
function g({ y }) { y.onlyHere(); } // @def g
JSON.parse('{}').onlyHere();
