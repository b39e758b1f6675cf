# super() follows the method resolution order of the class it stands in.

# --- file: a.py
class A:
    def go(self):                      # @def A_go
        pass

class B(A):
    def go(self):                      # @def B_go
        super().go()                   # @calls A_go

class C(A):
    def go(self):                      # @def C_go
        super().go()                   # @calls A_go

class D(B, C):
    def go(self):                      # @def D_go
        super().go()                   # @calls B_go
        super(B, self).go()            # @calls C_go
