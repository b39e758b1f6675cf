// Chains in arguments, tagged templates, optional calls, sequence and conditional callees.

// --- file: a.js
function tag() {} // @def tag
function f() {} // @def f
function g() {} // @def g
tag`a${f()}`; // @calls tag, f
f?.(); // @calls f
(0, f)(); // @calls f
(Math.random() ? f : g)(); // @dispatch f, g
f(g(f())); // @calls f, g
new (class Local { run() {} })().run(); // @calls Local, Local.run
(f || g)(); // @dispatch f, g
