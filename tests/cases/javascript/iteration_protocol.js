// Generators and objects with an iterator give their elements.

// --- file: a.js
class Row { cell() {} } // @def Row
function* rows() { yield new Row(); } // @def rows @calls Row
for (const r of rows()) r.cell(); // @calls rows, Row.cell
class Table { // @def Table
  *[Symbol.iterator]() { yield* rows(); } // @calls rows
}
for (const r of new Table()) r.cell(); // @calls Table, Row.cell
async function* stream() { yield new Row(); } // @def stream @calls Row
async function read() { // @def read
  for await (const r of stream()) r.cell(); // @calls stream, Row.cell
}
const [r] = rows(); // @calls rows
r.cell(); // @calls Row.cell
