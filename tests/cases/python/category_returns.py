# Benchmark category "returns": what a function gives back is what its caller holds.

# --- file: functions.py
def one():                             # @def one
    pass

def two():                             # @def two
    pass

def give():                            # @def give
    return one                         # @refs one

give()()                               # @calls give @dispatch one
f = give()                             # @calls give
f()                                    # @dispatch one

# --- file: several.py
from functions import one, two

def either(flag):                      # @def either
    if flag:
        return one                         # @refs one
    return two                         # @refs two

either(1)()                            # @calls either @dispatch one, two

def pair():                            # @def pair
    return one, two                    # @refs one, two

a, b = pair()                          # @calls pair
a()                                    # @dispatch one
b()                                    # @dispatch two

# --- file: objects.py
class Car:                             # @def Car
    def go(self):                      # @def go
        return self

def make():                            # @def make
    car = Car()                        # @calls Car
    return car

make().go().go()                       # @calls make, go

# --- file: through.py
from functions import two

def same(x):                           # @def same
    return x

def deeper(x):                         # @def deeper
    return same(x)                     # @calls same

same(two)()                            # @calls same @refs two @dispatch two
deeper(two)()                          # @calls deeper @refs two @dispatch two

# --- file: trap_none.py
class Lone:
    def go(self):
        pass

def nothing():                         # @def nothing
    pass

nothing().go()                         # @calls nothing
