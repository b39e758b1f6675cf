# Calling an object reaches its __call__, as one of the things a value may do.

# --- file: a.py
class Greeter:                         # @def Greeter
    def __call__(self):                # @def call
        pass

def use():
    greet = Greeter()                  # @calls Greeter
    greet()                            # @dispatch call
