// Code in immediately invoked functions is the module's; a UMD wrapper exports what its factory fills.

// --- file: a.js
(function () {
  function helper() {} // @def helper
  helper(); // @calls helper
  var Thing = function () { this.go(); }; // @def Thing @calls go
  Thing.prototype.go = function () { helper(); }; // @def go @calls helper
  new Thing().go(); // @calls Thing, go
})();
(() => { helper(); })();
(function named() { named(); })(); // @def named @calls named
named();
