// An object with ``__invoke`` can be called.

// --- file: a.php
<?php
class Action
{
    public function __invoke() {} // @def invoke
}

function run(Action $action, callable $any) // @def run
{
    $action(); // @dispatch invoke
    $any();
}
