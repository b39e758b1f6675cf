// A class without a name has methods of its own and may extend others.

// --- file: a.php
<?php
class Base
{
    public function hello() {} // @def hello
}

function run() // @def run
{
    $object = new class (1) extends Base {
        public function inner() // @def inner
        {
            $this->hello(); // @calls hello
            $this->inner(); // @calls inner
        }
    };
    $object->inner(); // @calls inner
    $object->hello(); // @calls hello
}
