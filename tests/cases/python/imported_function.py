# A function imported from a sibling module is called under its own name.

# --- file: shop/__init__.py

# --- file: shop/pricing.py
def total(lines):                      # @def total
    return sum(tax(n) for n in lines)  # @calls tax

def tax(amount):                       # @def tax
    return amount * 1.2

# --- file: shop/cart.py
from shop.pricing import total

class Cart:
    def checkout(self):                # @def checkout
        self.log()                     # @calls log
        return total([1])              # @calls total

    def log(self):                     # @def log
        print("done")
