// Classes, aliases and enums where a type is written, by namespace; a class's own members do not use it.

// --- file: cart.h
namespace shop {
class Item {};                          // @def Item
enum Color { RED };                     // @def Color
using Items = Item*;                    // @def Items @uses Item
class Cart {                            // @def Cart
  Item first;                           // @uses Item
  Cart* next;
  Cart copy(const Cart& other);
};
}  // namespace shop
namespace other { class Cart {}; }

// --- file: use.cc
#include "cart.h"
#include <vector>

shop::Items take(shop::Cart* c, std::vector<shop::Item> all, Outside o) {  // @uses Items, Cart, Item
  using namespace shop;
  Color color = RED;                    // @uses Color
  return nullptr;
}
template <class T> struct Made {};
struct Holder { other::Made<shop::Item> made; ::Made<shop::Item> ours; };  // @uses Item, Made
template <class Cart> Cart shadowed(Cart c) { return c; }
