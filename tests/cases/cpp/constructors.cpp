// Explicit constructions call the constructor; a variable's definition names the class.

// --- file: t.hpp
#pragma once
#include <memory>
struct Plain { int a; };
class Money { // @def Money
 public:
  Money() {}                  // @def money_default
  explicit Money(int cents);
  Money(int whole, int cents) {} // @def money_two
};
class Price : public Money { // @def Price
 public:
  Price(int n) : Money(n), tax_(n, 2), rest_() {} // @def price @calls money_int, money_two, money_default
  Price(double d) : Price(static_cast<int>(d)) {} // @calls price

 private:
  Money tax_, rest_;
};

// --- file: t.cpp
#include "t.hpp"
Money::Money(int cents) {} // @def money_int

void use(int n) {
  auto* a = new Money(3);       // @calls money_int
  auto* b = new Money(1, 2);    // @calls money_two
  Money c = Money(n, 5);        // @calls money_two
  auto d = Money{n, 7};         // @calls money_two
  Money e(7);                   // @calls Money
  Money f(1, 2);                // @calls money_two
  Money g;                      // @calls money_default
  Money h{};                    // @calls money_default
  Plain p{1};
  Plain q;
  auto r = new Plain;           // @calls Plain
  delete a;
  Money i(n);                   // @calls Money
  Money not_a_call();
  Money* pointer = nullptr;
  int j(n);
  auto k = std::make_unique<Money>(4);
  throw Price(3);               // @calls price
}
