// A call on an interface calls its method; implementations and overrides may be reached from there.

// --- file: a.php
<?php
interface Shape
{
    public function area(): float; // @def shape_area
}

abstract class Base implements Shape
{
    public function name() {} // @def base_name
}

class Square extends Base
{
    public function area(): float { return 1; } // @def square_area
    public function name() {}                   // @def square_name
}

class Unrelated
{
    public function area() {} // @def unrelated_area
}

function run(Shape $shape, Base $base, Square $square) // @def run
{
    $shape->area();  // @calls shape_area @dispatch square_area
    $base->area();   // @calls shape_area @dispatch square_area
    $base->name();   // @calls base_name @dispatch square_name
    $square->area(); // @calls square_area
}
