// An unqualified function is looked up in the namespace, then globally; imports and full names are exact.

// --- file: a.php
<?php
namespace Shop;

use function Shop\Text\trim;
use function Shop\Text\pad as padded;

function total() {} // @def total

function run() // @def run
{
    total();          // @calls total
    TOTAL();          // @calls total
    trim('x');        // @calls shop_trim
    padded('x');      // @calls pad
    \Shop\total();    // @calls total
    namespace\total(); // @calls total
    Text\pad('x');    // @calls pad
    shared();         // @calls shared
    strlen('x');
    \total();
}

// --- file: text.php
<?php
namespace Shop\Text;

function trim($s) {} // @def shop_trim
function pad($s) {}  // @def pad

// --- file: global.php
<?php
function shared() {} // @def shared

// --- file: other.php
<?php
namespace Other;

function total() {}  // @def other_total
function strlen($s) {} // @def other_strlen
