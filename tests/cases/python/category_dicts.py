# Benchmark category "dicts": functions and objects kept under keys.

# --- file: literal.py
def one():                             # @def one
    pass

def two():                             # @def two
    pass

table = {"a": one, "b": two}           # @refs one, two
table["a"]()                           # @dispatch one, two
table.get("b")()                       # @dispatch one, two
for f in table.values():
    f()                                # @dispatch one, two
for name, f in table.items():
    f()                                # @dispatch one, two

# --- file: nested.py
from literal import one

deep = {"x": {"y": one}}               # @refs one
deep["x"]["y"]()                       # @dispatch one

# --- file: added.py
from literal import one

late = {}
late["k"] = one                        # @refs one
late["k"]()

# --- file: returned.py
from literal import two

def make():                            # @def make
    return {"t": two}                  # @refs two

make()["t"]()                          # @calls make @dispatch two

# --- file: typed.py
class Item:                            # @def Item
    def ship(self):                    # @def ship
        pass

stock: dict[str, Item] = {}
stock["a"].ship()                      # @calls ship
stock.get("a").ship()                  # @calls ship
for item in stock.values():
    item.ship()                        # @calls ship
{k: v for k, v in stock.items()}["a"].ship()  # @calls ship

# --- file: trap_methods.py
class Mine:
    def get(self, key):
        pass

    def items(self):
        pass

    def update(self, other):
        pass

d = {}
d.get("x")
d.items()
d.update({})
