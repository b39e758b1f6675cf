// A variable counts as the function it is declared with; what is assigned later may be meant too.

// --- file: a.js
function first() {} // @def first
function second() {} // @def second

let run = () => {}; // @def run
function set(fn) { run = fn; } // @def set
function go() { run(); } // @def go @calls run

let chosen;
if (Math.random() > 1) chosen = first;
else chosen = second;
function pick() { chosen(); } // @def pick @dispatch first, second

function straight() { // @def straight
  let step = first;
  step(); // @calls first
  step = second;
  step(); // @calls second
}
