// ``instanceof`` tells what a variable is in the branch, in the rest of the condition, and after a branch that leaves.

// --- file: a.php
<?php
class A
{
    public function go() {} // @def a_go
}

class B
{
    public function go() {} // @def b_go
}

function run($x, $y, $z) // @def run
{
    if ($x instanceof A) {
        $x->go(); // @calls a_go
    } elseif ($x instanceof B && $x->go()) { // @calls b_go
        $x->go(); // @calls b_go
    } else {
        $x->go();
    }
    $x->go();
    if (!$y instanceof B) {
        return;
    }
    $y->go(); // @calls b_go
    if ($z instanceof A || $z instanceof B) {
        $z->go();
    }
    assert($z instanceof A);
    $z->go(); // @calls a_go
}

function short($x) // @def short
{
    $ok = $x instanceof A && $x->go(); // @calls a_go
    $x->go();
    return !$x instanceof B || $x->go();
}
