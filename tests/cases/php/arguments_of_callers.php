<?php // A parameter without a type may be what the calls pass for it: a candidate, as nobody has measured how often.

// --- file: app.php
<?php
class Car {
    public function go() {}                      // @def go
}
class Boat {
    public function go() {}
}
class Bus {                                      // @def Bus
    private $engine;
    public function __construct($engine) {
        $this->engine = $engine;
    }
    public function run() {
        $this->engine->go();                     // @ambiguous go
    }
}
function drive($vehicle) {                       // @def drive
    $vehicle->go();                              // @ambiguous go
}
function never($vehicle) {
    $vehicle->go();
}
function typed(Boat $vehicle, Stranger $other) { // @def typed
    $other->go();
}
drive(new Car());                                // @calls drive, Car
new Bus(new Car());                              // @calls Bus, Car
typed(new Boat(), new Car());                    // @calls typed, Boat, Car
