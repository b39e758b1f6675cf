// A call inside an anonymous callback belongs to the nearest named function; object methods are functions of their own.

// --- file: a.js
function save() {} // @def save
function outer(list) { // @def outer
  list.forEach(() => { save(); }); // @calls save
  function inner() { save(); } // @def inner @calls save
  return { run() { save(); } }; // @def run @calls save
}
