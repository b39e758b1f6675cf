# A parameter, a local or a loop variable hides the function of that name.

# --- file: a.py
def target():                          # @def target
    pass

def parameter(target):
    target()

def local():
    target = input()
    target()

def loop(things):
    for target in things:
        target()

def comprehended(things):
    return [target() for target in things]

def honest():
    target()                           # @calls target

class Holder:
    def target(self):
        target()                       # @calls target
