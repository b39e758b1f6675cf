// Classes, methods and functions chosen at run time stay unresolved; a class name in a variable does not.

// --- file: a.php
<?php
class A
{
    public function go() {}              // @def go
    public static function make() {}     // @def make
    public function __call($name, $arguments) {} // @def magic

    public function run($name, $class) // @def run
    {
        $this->$name();
        $this->{'g' . 'o'}();
        $class::make();
        new $class();
        (new $class())->go();
        $name();
        call_user_func($name);
        $this->undeclared();
        $known = A::class;
        $known::make(); // @calls make
        new $known();   // @dispatch A
        (new $known())->go(); // @calls go @dispatch A
    }
}
