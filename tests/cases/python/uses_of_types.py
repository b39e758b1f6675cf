# Annotations name types by Python's own lookup: strings, TYPE_CHECKING imports, aliases, nested and same-named ones.

# --- file: shop/cart.py
from typing import Generic, TypeVar

T = TypeVar("T")

class Cart:                                        # @def Cart
    class Line:                                    # @def Line
        pass

    def merge(self, other: "Cart") -> "Cart":
        return other

class Holder(Generic[T]):                          # @uses T
    item: T                                        # @uses T

# --- file: legacy/cart.py
class Cart:
    pass

# --- file: shop/api.py
from __future__ import annotations
import typing as t
from typing import TYPE_CHECKING
import shop.cart
import shop.cart as basket
from shop.cart import Cart as Basket
from outside import Order

if TYPE_CHECKING:
    from shop.cart import Cart

Pair = tuple[Basket, Order]                        # @uses Cart

def price(cart: Cart) -> int: ...                  # @uses Cart
def quoted(cart: "Cart", lines: list["Cart.Line"]) -> "t.Optional[Cart]": ...  # @uses Cart, Line
def aliased(a: Basket, b: basket.Cart) -> shop.cart.Cart.Line: ...  # @uses Cart, Line
def either(a: Cart | Order | None, *rest: Cart): ...  # @uses Cart
def paired(p: Pair): ...                           # @uses Pair
def outside(order: Order, kind: t.Literal["Cart"]): ...
def shadowed[Cart](x: Cart) -> Cart: ...

class Box:
    cart: Cart                                     # @uses Cart

    def held(self) -> list[Box]:
        local: Cart | None = None                  # @uses Cart
        return []

# --- file: shop/other.py
class Order: ...
