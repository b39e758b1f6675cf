# Modules that import each other, and classes that (wrongly) inherit in a circle, end.

# --- file: a.py
import b

class A(b.B):
    def one(self):                     # @def one
        self.two()

# --- file: b.py
import a

class B(a.A):
    def two(self):                     # @def two
        pass

def loop():                            # @def loop
    return loop()                      # @calls loop

def ping():                            # @def ping
    return pong()                      # @calls pong

def pong():                            # @def pong
    return ping()                      # @calls ping
