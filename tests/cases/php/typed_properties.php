// Properties have declared, documented, promoted or assigned types.

// --- file: a.php
<?php
class Engine
{
    public function start() {} // @def start
}

class Radio
{
    public function play() {} // @def play
}

class Horn
{
    public function honk() {} // @def honk
}

class Seat
{
    public function fold() {} // @def fold
}

class Car
{
    private Engine $engine;
    private ?Radio $radio = null;
    /** @var Horn */
    private $horn;
    private $seat;
    private $anything;
    public static Engine $shared;

    public function __construct(private readonly Engine $spare, protected ?Radio $old = null)
    {
        $this->seat = new Seat(); // @calls Seat
    }

    public function drive($x) // @def drive
    {
        $this->engine->start(); // @calls start
        $this->radio?->play();  // @calls play
        $this->horn->honk();    // @calls honk
        $this->seat->fold();    // @calls fold
        $this->spare->start();  // @calls start
        $this->old->play();     // @calls play
        self::$shared->start(); // @calls start
        static::$shared->start(); // @calls start
        $this->anything->start();
        $x->start();
    }
}

function outside(Car $car) // @def outside
{
    $car->spare->start();   // @calls start
    Car::$shared->start();  // @calls start
}

interface Store
{
    public function get(); // @def store_get
}

class FileStore implements Store
{
    public function get() {} // @def file_get
}

class Session
{
    private $store;

    public function __construct(?Store $store = null)
    {
        $this->store = $store ?? new FileStore(); // @calls FileStore
    }

    public function read() // @def read
    {
        $this->store->get(); // @calls store_get
    }
}
