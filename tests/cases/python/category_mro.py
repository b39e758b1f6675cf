# Benchmark category "mro": which of several bases has the method.

# --- file: order.py
class A:                               # @def A
    def f(self):                       # @def a_f
        pass

    def only_a(self):                  # @def only_a
        pass

class B:                               # @def B
    def f(self):                       # @def b_f
        pass

class AB(A, B):                        # @def AB
    pass

class BA(B, A):                        # @def BA
    pass

AB().f()                               # @calls AB, a_f
BA().f()                               # @calls BA, b_f
BA().only_a()                          # @calls BA, only_a

# --- file: diamond.py
class Root:                            # @def Root
    def f(self):                       # @def root_f
        pass

class Left(Root):                      # @def Left
    def f(self):                       # @def left_f
        super().f()                    # @calls root_f

class Right(Root):                     # @def Right
    def f(self):                       # @def right_f
        super().f()                    # @calls root_f

class Both(Left, Right):               # @def Both
    def g(self):
        self.f()                       # @calls left_f
        super().f()                    # @calls left_f
        super(Left, self).f()          # @calls right_f
        Root.f(self)                   # @calls root_f

# --- file: inherited_init.py
class Base:                            # @def Base
    def __init__(self):                # @def base_init
        self.setup()                   # @calls base_setup @dispatch sub_setup

    def setup(self):                   # @def base_setup
        pass

class Sub(Base):                       # @def Sub
    def __init__(self):
        super().__init__()             # @calls base_init

    def setup(self):                   # @def sub_setup
        pass

Sub().setup()                          # @calls Sub, sub_setup

# --- file: trap_cycle.py
class X(Y):                            # @def X
    def f(self):                       # @def x_f
        self.g()

class Y(X):
    pass

X().f()                                # @calls X, x_f
