# Benchmark category "direct_calls": a call on what another call gives.

# --- file: chained.py
def inner():                           # @def inner
    pass

def outer():                           # @def outer
    return inner                       # @refs inner

outer()()                              # @calls outer @dispatch inner

def third():                           # @def third
    return outer                       # @refs outer

third()()()                            # @calls third @dispatch outer, inner

# --- file: with_argument.py
def target():                          # @def target
    pass

def same(f):                           # @def same
    return f

same(target)()                         # @calls same @refs target @dispatch target

# --- file: imported.py
import chained
from chained import outer as renamed

chained.outer()                        # @calls outer
chained.outer()()                      # @calls outer @dispatch inner
renamed()                              # @calls outer

# --- file: methods.py
class Builder:                         # @def Builder
    def add(self):                     # @def add
        return self

    def build(self):                   # @def build
        pass

Builder().add().add().build()          # @calls Builder, add, build
(lambda: Builder())().build()          # @calls Builder, build

# --- file: trap_not_called.py
from chained import outer

outer
[outer]
