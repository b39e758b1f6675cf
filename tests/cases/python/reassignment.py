# The latest assignment that must have run decides; branches unite.

# --- file: a.py
class A:                               # @def A
    def go(self):                      # @def A_go
        pass

class B:                               # @def B
    def go(self):                      # @def B_go
        pass

def straight():
    x = A()                            # @calls A
    x.go()                             # @calls A_go
    x = B()                            # @calls B
    x.go()                             # @calls B_go

def branched(flag):
    if flag:
        x = A()                        # @calls A
    else:
        x = B()                        # @calls B
    x.go()                             # @calls A_go, B_go
