// Cases of an enumeration are its objects; ``cases``, ``from`` and ``tryFrom`` come by themselves.

// --- file: a.php
<?php
interface HasLabel
{
    public function label(): string; // @def has_label
}

enum Suit: string implements HasLabel
{
    case Hearts = 'H';
    case Spades = 'S';

    const Wild = self::Spades;

    public function label(): string { return ''; } // @def label

    public static function random(): self { return self::Hearts; } // @def random
}

function run(Suit $suit, HasLabel $any) // @def run
{
    $suit->label();           // @calls label
    Suit::Hearts->label();    // @calls label
    Suit::Wild->label();      // @calls label
    Suit::from('H')->label(); // @calls label
    Suit::random()->label();  // @calls random, label
    foreach (Suit::cases() as $case) {
        $case->label();       // @calls label
    }
    $any->label();            // @calls has_label
}
