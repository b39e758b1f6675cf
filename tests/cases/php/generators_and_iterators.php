// Generators give what they yield; iterators what ``current`` gives; array access what ``offsetGet`` gives.

// --- file: a.php
<?php
class Row
{
    public function show() {} // @def show
}

function rows() // @def rows
{
    yield new Row(); // @calls Row
}

/** @return \Generator<int, Row> */
function documented(): \Generator {} // @def documented

class Cursor implements \Iterator, \ArrayAccess
{
    public function current(): Row { return new Row(); } // @calls Row
    public function next(): void {}
    public function offsetGet($i): Row { return new Row(); } // @calls Row
}

function run(Cursor $cursor) // @def run
{
    foreach (rows() as $row) { // @calls rows
        $row->show(); // @calls show
    }
    foreach (documented() as $row) { // @calls documented
        $row->show(); // @calls show
    }
    foreach ($cursor as $row) {
        $row->show(); // @calls show
    }
    $cursor[3]->show(); // @calls show
}
