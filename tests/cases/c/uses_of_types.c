/* Structs, enums and typedefs where a type is written. */

// --- file: cart.h
struct item { int price; };             // @def item
typedef struct cart { struct item first; } cart_t;  // @def cart @uses item
enum color { RED };                     // @def color

// --- file: use.c
#include "cart.h"

static int price(struct cart *c, enum color k) {  // @uses cart, color
  struct item copy;                     // @uses item
  return 0;
}
