# Benchmark category "dynamic": only running can tell; a constant name is looked up, nothing else is guessed.

# --- file: code.py
def hidden():
    pass

eval("hidden()")
exec("hidden()")
globals()["hidden"]()
locals()["hidden"]()

# --- file: attributes.py
class Box:                             # @def Box
    def open(self):                    # @def open
        pass

def by_name(name):
    getattr(Box(), name)()             # @calls Box
    getattr(Box(), "open")()           # @calls Box @dispatch open
    Box.__dict__[name](Box())          # @calls Box
    setattr(Box, name, print)

# --- file: modules.py
import importlib

def load(name):
    importlib.import_module(name).open()
    __import__("attributes").Box()
