// A method is declared in its class and defined elsewhere; calls reach the definition.

// --- file: cart.hpp
#pragma once
class Cart {
 public:
  Cart();
  ~Cart();
  int total() const;
  static Cart* current();
  void add(int price) { items_ += check(price); } // @def add @calls check

 private:
  int check(int price);
  int items_ = 0;
};

// --- file: cart.cpp
#include "cart.hpp"

Cart::Cart() { add(0); } // @calls add
Cart::~Cart() {}

int Cart::total() const { return items_; } // @def total

int Cart::check(int price) { // @def check
  return this->total() + price; // @calls total
}

Cart* Cart::current() { return nullptr; } // @def current

// --- file: main.cpp
#include "cart.hpp"

class Basket {
 public:
  int total() const { return 0; }
};

int main() {
  Cart::current()->add(3);      // @calls current, add
  return Cart::current()->total(); // @calls current, total
}
