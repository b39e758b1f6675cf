# Benchmark category "functions": plain calls, nested functions, closures, recursion.

# --- file: plain.py
def f():                               # @def f
    g()                                # @calls g

def g():                               # @def g
    f()                                # @calls f
    g()                                # @calls g

# --- file: nested.py
def outer():                           # @def outer
    def inner():                       # @def inner
        outer()                        # @calls outer
    inner()                            # @calls inner
    return inner

outer()()                              # @calls outer @dispatch inner

# --- file: closure.py
def make():                            # @def make
    helper = used

    def closure():                     # @def closure
        helper()                       # @dispatch used
    return closure

def used():                            # @def used
    pass

make()()                               # @calls make @dispatch closure

# --- file: default.py
def fallback():                        # @def fallback
    pass

def run(f=fallback):                   # @def run
    f()                                # @dispatch fallback

run()                                  # @calls run

# --- file: trap_redefined.py
def twice():
    pass

def twice():                           # @def twice
    pass

twice()                                # @calls twice

# --- file: trap_inner_name.py
def first():
    def helper():                      # @def helper1
        pass
    helper()                           # @calls helper1

def second():
    def helper():                      # @def helper2
        pass
    helper()                           # @calls helper2

def third():
    helper()
