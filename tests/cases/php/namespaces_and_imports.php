// Class names are resolved by namespace and imports, with aliases and groups; autoloading finds their files.

// --- file: composer.json
{"autoload": {"psr-4": {"Shop\\": "src/"}}}

// --- file: src/Cart.php
<?php
namespace Shop;

use Shop\Model\Item;
use Shop\Model\{Order as O, Line};

class Cart // @def Cart
{
    public function add(): void // @def add
    {
        $item = new Item();   // @calls Item
        $item->price();       // @calls item_price
        (new O())->price();   // @calls Order, order_price
        (new Line)->price();  // @calls Line, line_price
        (new Helper())->go(); // @calls Helper, go
        (new \Item())->price();
    }
}

// --- file: src/Helper.php
<?php
namespace Shop;

class Helper // @def Helper
{
    public function go() {} // @def go
}

// --- file: src/Model/Item.php
<?php
namespace Shop\Model;

class Item // @def Item
{
    public function price() {} // @def item_price
}

// --- file: src/Model/Order.php
<?php
namespace Shop\Model;

class Order // @def Order
{
    public function price() {} // @def order_price
}

// --- file: src/Model/Line.php
<?php
namespace Shop\Model;

class Line // @def Line
{
    public function price() {} // @def line_price
}

// --- file: old/Item.php
<?php
namespace Shop\Model;

class Item // @def decoy_Item
{
    public function price() {} // @def decoy_price
}
