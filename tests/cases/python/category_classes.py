# Benchmark category "classes": construction, methods, attributes, and classes as values.

# --- file: basic.py
class A:                               # @def A
    def __init__(self):                # @def init
        self.start()                   # @calls start

    def start(self):                   # @def start
        pass

a = A()                                # @calls A
a.start()                              # @calls start
A.start(a)                             # @calls start
A().start()                            # @calls A, start

# --- file: assigned.py
from basic import A

B = A
B()                                    # @dispatch A
B().start()                            # @calls start @dispatch A
method = A().start                     # @calls A
method()                               # @dispatch start

# --- file: attributes.py
class Engine:                          # @def Engine
    def run(self):                     # @def run
        pass

class Car:                             # @def Car
    spare = Engine()                   # @calls Engine

    def __init__(self):
        self.engine = Engine()         # @calls Engine
        self.hook = self.drive

    def drive(self):                   # @def drive
        self.engine.run()              # @calls run
        self.spare.run()               # @calls run

    def late(self):
        self.hook()                    # @dispatch drive

Car().engine.run()                     # @calls Car, run
Car.spare.run()                        # @calls run

# --- file: nested.py
class Outer:                           # @def Outer
    class Inner:                       # @def Inner
        def f(self):                   # @def f
            pass

    def make(self):                    # @def make
        return self.Inner()            # @calls Inner

Outer.Inner().f()                      # @calls Inner, f
Outer().make().f()                     # @calls Outer, make, f

# --- file: kinds.py
class K:                               # @def K
    @staticmethod
    def s():                           # @def s
        pass

    @classmethod
    def c(cls):                        # @def c
        cls.s()                        # @calls s
        return cls()                   # @dispatch K

    @property
    def p(self):                       # @def p
        return K()                     # @calls K

K.s()                                  # @calls s
K.c().p.c()                            # @calls c
K().p.s()                              # @calls K, s

# --- file: passed.py
class Tool:                            # @def Tool
    def use(self):                     # @def use
        pass

def build(cls):                        # @def build
    cls().use()                        # @calls use @dispatch Tool

build(Tool)                            # @calls build

# --- file: trap_same_name.py
class Other:                           # @def Other
    def start(self):                   # @def other_start
        pass

Other().start()                        # @calls Other, other_start
