// Files without imports and exports are scripts: one page loads them, and they see each other's top-level names.

// --- file: web/lib/tools.js
function url(path) { return base() + path; }  // @def url @calls base
function base() { return "/"; }               // @def base
var shout = function () {};                   // @def shout
this.frame = function () {};                  // @def frame
window.dialog = function () {                 // @def dialog
  function inner() {}                         // @def inner
  inner();                                    // @calls inner
};
var object = { member: function () {} };      // @def member

// --- file: web/page.js
function start(shout) {                       // @def start
  url("a");                                   // @calls url
  frame();                                    // @calls frame
  dialog();                                   // @calls dialog
  twice();
  shout();
  member();
  inner();
  hidden();
  used();
}
shout();                                      // @calls shout

// --- file: web/a.js
function twice() {}                           // @def a_twice

// --- file: web/b.js
function twice() {}                           // @def b_twice

// --- file: web/module.js
import { x } from "./other.js";
function hidden() { url("b"); }               // @def hidden

// --- file: web/common.js
function used() {}                            // @def used
module.exports = { used };

// --- file: copy/tools.js
function url(path) { return path; }           // @def copy_url
