// Functions assigned to members of objects, functions and what other modules give.

// --- file: app.js
var app = exports = module.exports = {};
app.use = function use(fn) { // @def use
  return this.handle(fn); // @calls handle
};
app.handle = function () {}; // @def handle

// --- file: create.js
const proto = require('./app');
module.exports = createServer;
function createServer() { // @def createServer
  const server = function () {}; // @def server
  Object.assign(server, proto);
  server.listen = () => {}; // @def listen
  return server;
}

// --- file: main.js
const createServer = require('./create');
const s = createServer(); // @calls createServer
s.use(); // @calls use
s.listen(); // @calls listen
s.map = function (a) { s.map(a); }; // @def map @calls map
s.map(1); // @calls map
s.nothing();
