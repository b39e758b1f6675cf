# Packages under src/ are imported by their own name, from tests too.

# --- file: src/shop/__init__.py
from shop.cart import Cart

# --- file: src/shop/cart.py
class Cart:                            # @def Cart
    def add(self):                     # @def add
        pass

# --- file: tests/test_cart.py
from shop import Cart

def test_add():
    Cart().add()                       # @calls Cart, add
