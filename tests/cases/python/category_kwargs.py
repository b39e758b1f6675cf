# Benchmark category "kwargs": functions that come in by keyword.

# --- file: named.py
def one():                             # @def one
    pass

def two():                             # @def two
    pass

def run(first, second):                # @def run
    first()                            # @dispatch one
    second()                           # @dispatch two

run(second=two, first=one)             # @calls run @refs one, two

# --- file: keyword_only.py
from named import one

def only(*, f):                        # @def only
    f()                                # @dispatch one

only(f=one)                            # @calls only @refs one

# --- file: chained.py
from named import two

def inner(g):                          # @def inner
    g()                                # @dispatch two

def outer(f):                          # @def outer
    inner(g=f)                         # @calls inner

outer(f=two)                           # @calls outer @refs two

# --- file: defaults.py
from named import one, two

def fallback(f=one):                   # @def fallback
    f()                                # @dispatch one

fallback(f=two)                        # @calls fallback @refs two

# --- file: trap_spread.py
from named import one

def spread(**functions):               # @def spread
    functions["f"]()

spread(f=one)                          # @calls spread @refs one

def taken(f):                          # @def taken
    f()

taken(**{"f": one})                    # @calls taken @refs one
