# Benchmark category "args": functions that come in as arguments, in every way arguments come.

# --- file: positional.py
def first():                           # @def first
    pass

def second():                          # @def second
    pass

def run(f):                            # @def run
    f()                                # @dispatch first, second

run(first)                             # @calls run @refs first
run(second)                            # @calls run @refs second

# --- file: passed_on.py
def leaf():                            # @def leaf
    pass

def inner(g):                          # @def inner
    g()                                # @dispatch leaf

def outer(f):                          # @def outer
    inner(f)                           # @calls inner

outer(leaf)                            # @calls outer @refs leaf

# --- file: nested_call.py
def make():                            # @def make
    return made                        # @refs made

def made():                            # @def made
    pass

def apply(f):                          # @def apply
    f()                                # @dispatch made

apply(make())                          # @calls apply, make

# --- file: imported.py
from positional import first

def use(f):                            # @def use
    f()                                # @dispatch first

use(first)                             # @calls use @refs first

# --- file: objects.py
class Boat:                            # @def Boat
    def sail(self):                    # @def sail
        pass

class Car:
    def sail(self):                    # a trap: nobody passes one
        pass

def travel(by):                        # @def travel
    by.sail()                          # @calls sail

travel(Boat())                         # @calls travel, Boat

# --- file: trap_star.py
def target():                          # @def target
    pass

def spread(*functions):                # @def spread
    functions[0]()

spread(target)                         # @calls spread @refs target

# --- file: trap_nobody_calls.py
class Lone:
    def sail(self):
        pass

def never(thing):
    thing.sail()

# --- file: trap_too_far.py
def far():                             # @def far
    pass

def third(f):                          # @def third
    f()

def second_step(f):                    # @def second_step
    third(f)                           # @calls third

def first_step(f):                     # @def first_step
    second_step(f)                     # @calls second_step

first_step(far)                        # @calls first_step @refs far
