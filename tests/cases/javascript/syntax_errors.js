// A file that cannot be read everywhere still yields what can be read.

// --- file: a.js
function good() {} // @def good
good(); // @calls good
const = ;
function after() { good(); } // @def after @calls good
