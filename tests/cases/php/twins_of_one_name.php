// Of several definitions of one full name the required file's is meant, else the nearest; equals are not guessed.

// --- file: app/run.php
<?php
require_once __DIR__ . '/lib/tools.php';

function main() // @def main
{
    tool();  // @calls lib_tool
    near();  // @calls near_app
    equal();
}

function near() {} // @def near_app

// --- file: app/lib/tools.php
<?php
function tool() {} // @def lib_tool

// --- file: app/alt/tools.php
<?php
function tool() {} // @def alt_tool

function equal() {} // @def equal_one

// --- file: app/other/tools.php
<?php
function equal() {} // @def equal_two

// --- file: far/tools.php
<?php
function near() {} // @def near_far
