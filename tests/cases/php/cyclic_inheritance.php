// Classes that extend each other come to an end.

// --- file: a.php
<?php
class A extends B
{
    public function go() { $this->missing(); } // @def go
}

class B extends A {}

trait T
{
    public function self() { $this->nothing(); } // @def self
}

function run(B $b) // @def run
{
    $b->go(); // @calls go
    $b->missing();
}
