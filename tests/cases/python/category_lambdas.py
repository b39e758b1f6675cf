# Benchmark category "lambdas": calls inside them belong to the function around; calling one enters it.

# --- file: bodies.py
def one():                             # @def one
    pass

def two():                             # @def two
    return one                         # @refs one

f = lambda: one()                      # @calls one
f()
(lambda: two())()                      # @calls two
(lambda g: g())(one)                   # @refs one
g = lambda: two                        # @refs two
g()()                                  # @dispatch two

# --- file: passed.py
class Box:                             # @def Box
    def open(self):                    # @def open
        pass

def each(call):                        # @def each
    call(Box())                        # @calls Box

each(lambda box: box.open())           # @calls each

# --- file: results.py
from passed import Box

make = lambda: Box()                   # @calls Box
make().open()                          # @calls open
key = lambda box: box.open()
sorted([Box()], key=lambda b: b.open())  # @calls Box, open

# --- file: trap_parameter.py
from bodies import one

h = lambda one: one()
