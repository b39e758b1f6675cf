// Functions handed on by name are references, not calls.

// --- file: a.js
function onSave() {} // @def onSave
function onLoad() {} // @def onLoad
const table = { save: onSave, onLoad }; // @refs onSave, onLoad
emitter.on('save', onSave); // @refs onSave
[1].map(onLoad); // @refs onLoad
const list = [onSave, onLoad]; // @refs onSave, onLoad
function give() { return onSave; } // @def give @refs onSave
give()(); // @calls give @dispatch onSave
table.save(); // @calls onSave
setTimeout(undefinedName, 1);
