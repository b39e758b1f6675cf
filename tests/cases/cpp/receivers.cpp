// A method is found by the type of what it is called on: locals, fields, results, chains.

// --- file: r.hpp
#pragma once
class Engine {
 public:
  void start() {} // @def engine_start
  Engine& again() { return *this; } // @def again
};
class Lamp {
 public:
  void start() {} // @def lamp_start
};
class Car {
 public:
  Engine& engine() { return engine_; } // @def engine
  Engine* spare() const { return spare_; } // @def spare
  void drive();
  static Car make(); // @def make_decl

  Engine engine_;
  Engine* spare_ = nullptr;
  Lamp lamps[2];
};

// --- file: r.cpp
#include "r.hpp"
void Car::drive() {
  engine_.start();        // @calls engine_start
  spare_->start();        // @calls engine_start
  lamps[0].start();       // @calls lamp_start
  this->engine().start(); // @calls engine, engine_start
  (*this).spare()->start(); // @calls spare, engine_start
}

Car Car::make() { return Car(); } // @def make @calls Car

auto deduced(Car& car) { return car.spare(); } // @def deduced @calls spare

void use(Car car, const Car* other, Engine engines[]) {
  auto& e = car.engine();  // @calls engine
  e.again().again().start(); // @calls again, engine_start
  auto copy = *other;
  copy.lamps[1].start();   // @calls lamp_start
  auto* p = other->spare(); // @calls spare
  p->start();              // @calls engine_start
  engines[3].start();      // @calls engine_start
  Car::make().spare()->start(); // @calls make, spare, engine_start
  deduced(car)->start();   // @calls deduced, engine_start
  (car.spare() ? e : *p).start(); // @calls spare, engine_start
  static_cast<Lamp*>(nullptr)->start(); // @calls lamp_start
  if (auto* q = car.spare()) q->start(); // @calls spare, engine_start
}
