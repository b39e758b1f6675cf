# Of two definitions under a condition the last one stands for the name.

# --- file: a.py
import sys

if sys.platform == "win32":
    def path():
        pass
else:
    def path():                        # @def path_other
        pass

def use():
    path()                             # @calls path_other
