// ``new`` calls the class; ``parent::__construct`` the nearest constructor above.

// --- file: a.php
<?php
class A // @def A
{
    public function __construct() {} // @def a_construct
}

class B extends A {} // @def B

class C extends B // @def C
{
    public function __construct() // @def c_construct
    {
        parent::__construct(); // @calls a_construct
    }

    public static function create(): self // @def create
    {
        return new self(); // @calls C
    }

    public function up() // @def up
    {
        return new parent(); // @calls B
    }
}

new B(); // @calls B
C::create(); // @calls create
