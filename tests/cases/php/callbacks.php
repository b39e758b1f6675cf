// Callables written as arrays, as strings where a callable is taken, and with ``...`` are references, not calls.

// --- file: a.php
<?php
function compare($a, $b) {} // @def compare

class Sorter
{
    public function sort(array $list) // @def sort
    {
        usort($list, 'compare');                 // @refs compare
        usort($list, [$this, 'byName']);         // @refs byName
        usort($list, [self::class, 'byAge']);    // @refs byAge
        usort($list, ['Sorter', 'byAge']);       // @refs byAge
        usort($list, 'Sorter::byAge');           // @refs byAge
        $f = compare(...);                       // @refs compare
        $g = $this->byName(...);                 // @refs byName
        $text = 'compare';
        print('compare');
    }

    public function byName($a, $b) {} // @def byName
    public static function byAge($a, $b) {} // @def byAge
}
