// ``@var`` above a statement says what a variable is.

// --- file: a.php
<?php
class A
{
    public function go() {} // @def go
}

function run($container) // @def run
{
    /** @var A $a */
    $a = $container->get('a');
    $a->go(); // @calls go
    /** @var A[] $all */
    $all = $container->get('all');
    foreach ($all as $one) {
        $one->go(); // @calls go
    }
    $b = $container->get('b');
    $b->go();
}
