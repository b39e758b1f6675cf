<?php // Types in signatures, properties, tests and catches, by namespace and import.

// --- file: src/Cart.php
<?php
namespace Shop;

class Cart                              // @def Cart
{
    const LIMIT = 3;
    public function copy(): Cart { return $this; }
}

// --- file: src/Failed.php
<?php
namespace Shop;

class Failed extends \Exception {}      // @def Failed

// --- file: other/Cart.php
<?php
namespace Other;

class Cart {}

// --- file: use.php
<?php
namespace Use;

use Shop\Cart as Basket;
use Shop\Failed;
use Outside\Item;

class Special extends Basket {}

class User
{
    private ?Basket $held;              // @uses Cart

    public function price(Basket|Item $b, \Shop\Cart ...$rest): ?Basket  // @uses Cart
    {
        try {
            if ($b instanceof Basket) { return null; }  // @uses Cart
        } catch (Failed $e) {           // @uses Failed
        }
        return Basket::LIMIT;           // @uses Cart
    }
    public function own(Cart $c): User { return $this; }
}
