# Benchmark category "lists": functions and objects kept in sequences.

# --- file: items.py
def one():                             # @def one
    pass

def two():                             # @def two
    pass

fs = [one, two]                        # @refs one, two
fs[0]()                                # @dispatch one, two
fs[-1]()                               # @dispatch one, two
for f in fs:
    f()                                # @dispatch one, two
[f() for f in fs]                      # @dispatch one, two
fs[:1][0]()                            # @dispatch one, two

# --- file: tuples.py
from items import one, two

pair = (one, two)                      # @refs one, two
pair[0]()                              # @dispatch one, two
a, b = pair
a()                                    # @dispatch one
b()                                    # @dispatch two

# --- file: nested.py
from items import one

deep = [[one]]                         # @refs one
deep[0][0]()                           # @dispatch one

# --- file: added.py
from items import two

late = []
late.append(two)                       # @refs two
late[0]()

# --- file: comprehended.py
class Part:                            # @def Part
    def turn(self):                    # @def turn
        pass

parts = [Part() for _ in range(3)]     # @calls Part
parts[0].turn()                        # @calls turn
{p for p in parts}.pop().turn()        # @calls turn
[p for p in parts if p][0].turn()      # @calls turn
(parts + parts)[0].turn()              # @calls turn
[*parts][0].turn()                     # @calls turn

# --- file: trap_methods.py
class Mine:
    def append(self, x):
        pass

    def pop(self):
        pass

xs = []
xs.append(1)
xs.pop()
