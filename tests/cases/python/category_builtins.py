# Benchmark category "builtins": functions of the language that call, iterate or wrap what they are given.

# --- file: mapping.py
def double(x):                         # @def double
    return x

def keep(x):                           # @def keep
    return x

list(map(double, [1]))
list(filter(keep, [1]))
sorted([1], key=double)

# --- file: elements.py
class Part:                            # @def Part
    def turn(self):                    # @def turn
        pass

parts = [Part(), Part()]               # @calls Part
for i, part in enumerate(parts):
    part.turn()                        # @calls turn
for a, b in zip(parts, parts):
    a.turn()                           # @calls turn
    b.turn()                           # @calls turn
for part in reversed(sorted(parts)):
    part.turn()                        # @calls turn
next(iter(parts)).turn()               # @calls turn
max(parts, key=id).turn()              # @calls turn
for part in map(lambda p: p, parts):
    part.turn()                        # @calls turn

# --- file: attribute.py
class Box:                             # @def Box
    def open(self):                    # @def open
        pass

getattr(Box(), "open")()               # @calls Box @dispatch open
vars(Box())                            # @calls Box
open("file").close()

# --- file: types.py
class Base:                            # @def Base
    def go(self):                      # @def go
        pass

    def again(self):
        type(self)()                   # @dispatch Base

isinstance(Base(), Base)               # @calls Base
super_ = super

# --- file: trap_own_names.py
class Store:
    def get(self, key):
        pass

    def append(self, item):
        pass

    def split(self):
        pass

{}.get("x")
[].append(1)
"a b".split()
dict(a=1).get("a")
len([]).append(2)

# --- file: trap_shadowed.py
def len(x):                            # @def own_len
    return 0

len([])                                # @calls own_len
