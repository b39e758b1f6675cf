// Templates in comments: a collection of users gives users.

// --- file: a.php
<?php
class User
{
    public function name() {} // @def name
}

/**
 * @template T
 * @implements \IteratorAggregate<int, T>
 */
class Collection implements \IteratorAggregate
{
    /** @var T[] */
    private array $items = [];

    /** @return T */
    public function first() { return $this->items[0]; } // @def first

    /** @return static */
    public function filter(callable $f) { return $this; } // @def filter

    public function getIterator(): \Traversable { return new \ArrayIterator($this->items); } // @def getIterator
}

/** @extends Collection<User> */
class Users extends Collection {} // @def Users

class Box
{
    /**
     * @template S of object
     * @param class-string<S> $class
     * @return S
     */
    public function get(string $class) {} // @def get
}

/** @param Collection<User> $users */
function run(Collection $users, Users $all, Box $box) // @def run
{
    $users->first()->name();           // @calls first, name
    $users->filter(fn () => true)->first()->name(); // @calls filter, first, name
    $all->first()->name();             // @calls first, name
    $box->get(User::class)->name();    // @calls get, name
}
