// Classes, functions and methods are found whatever their case; variables and properties are not.

// --- file: a.php
<?php
class Thing
{
    public ?Thing $other = null;

    public function doIt() {} // @def doIt
}

function makeThing(): thing { return new THING(); } // @calls Thing

function run(THING $thing) // @def run
{
    $thing->DOIT();          // @calls doIt
    MakeThing()->doit();     // @calls makeThing, doIt
    $Thing->doIt();
    $thing->Other->doIt();
    $thing->other->doIt();   // @calls doIt
}
