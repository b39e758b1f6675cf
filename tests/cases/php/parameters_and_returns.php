// Declared and documented types of parameters and results carry calls on; unions mean each of their members.

// --- file: a.php
<?php
class A
{
    public function go() {} // @def a_go
    public function only() {}
}

class B
{
    public function go() {} // @def b_go
}

function make(): A { return new A(); } // @calls A

/** @return B */
function documented() {}

function inferred() { return new B(); } // @calls B

function nullable(): ?A { return null; }

/**
 * @param A $plain
 * @param B[] $list
 * @param array<string, A> $map
 * @param iterable<B> $many
 */
function run(A $a, ?B $b, A|B $either, $plain, $list, array $map, $many, $unknown, int $n = 3) // @def run
{
    $a->go();            // @calls a_go
    $b->go();            // @calls b_go
    $either->go();       // @calls a_go, b_go
    $plain->go();        // @calls a_go
    make()->go();        // @calls make, a_go
    documented()->go();  // @calls documented, b_go
    inferred()->go();    // @calls inferred, b_go
    nullable()?->go();   // @calls nullable, a_go
    foreach ($list as $one) {
        $one->go();      // @calls b_go
    }
    $list[0]->go();      // @calls b_go
    foreach ($map as $key => $value) {
        $value->go();    // @calls a_go
        $key->go();
    }
    foreach ($many as $one) {
        $one->go();      // @calls b_go
    }
    $unknown->go();
    $n->go();
}
