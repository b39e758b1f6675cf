// A variable is what was last put in it; foreach, catch, list and conditionals carry types.

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

class Oops extends \Exception
{
    public function tell() {} // @def tell
}

function pair(): array { return [new A(), new B()]; } // @calls A, B

function run($flag, A $p) // @def run
{
    $x = new A(); // @calls A
    $x->go();     // @calls a_go
    $x = new B(); // @calls B
    $x->go();     // @calls b_go
    $y = $flag ? new A() : new B(); // @calls A, B
    $y->go();     // @calls a_go, b_go
    $z = $p ?? null;
    $z->go();     // @calls a_go
    [$a, $b] = [new A(), new B()]; // @calls A, B
    $a->go();     // @calls a_go
    $b->go();     // @calls b_go
    ['k' => $k] = ['j' => new A(), 'k' => new B()]; // @calls A, B
    $k->go();     // @calls b_go
    foreach ([new A(), new A()] as $each) { // @calls A
        $each->go(); // @calls a_go
    }
    foreach ([new A(), new B()] as $mixed) { // @calls A, B
        $mixed->go();
    }
    try {
        $p->go(); // @calls a_go
    } catch (Oops $e) {
        $e->tell(); // @calls tell
    }
    $m = match ($flag) { 1 => new A(), default => null }; // @calls A
    $m->go();     // @calls a_go
    $x = $p;
    $x->go();     // @calls a_go
    $list = [];
    foreach ([1, 2] as $i) {
        $list[] = new A(); // @calls A
    }
    foreach ($list as $one) {
        $one->go(); // @calls a_go
    }
}

class Bag
{
    private $items = [];

    public function add(B $item): void // @def add
    {
        $this->items['x'] = $item;
    }

    public function all() // @def all
    {
        foreach ($this->items as $item) {
            $item->go(); // @calls b_go
        }
    }
}
