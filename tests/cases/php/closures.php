// Closures see ``$this`` and what they ``use``; arrow functions see everything around them.

// --- file: a.php
<?php
class A
{
    public function go() {} // @def go
}

class B
{
    public function own() {} // @def own

    public function run(A $a, A $hidden) // @def run
    {
        $f = function (A $x) use ($a) {
            $x->go();      // @calls go
            $a->go();      // @calls go
            $this->own();  // @calls own
            $hidden->go();
        };
        $f($a);
        $g = fn ($y) => $a->go(); // @calls go
        $h = fn (): A => $a;
        $h()->go(); // @calls go
        (function () { $this->own(); })(); // @calls own
    }
}
