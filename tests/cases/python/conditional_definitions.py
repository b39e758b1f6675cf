# Of two definitions in branches either may count; where the platform decides, the last one does.

# --- file: a.py
import sys

if sys.platform == "win32":
    def path():
        pass
else:
    def path():                        # @def path_other
        pass

def use():                             # @def use
    path()                             # @calls path_other

def parse(simple):
    if simple:
        def item():                    # @def item_simple
            pass
    else:
        def item():                    # @def item_full
            pass
    return item()                      # @calls item_simple, item_full

def later():                           # @def later_first
    pass

if use():                              # @calls use
    def later():                       # @def later_second
        pass

later()                                # @calls later_first, later_second

def again():
    pass

def again():                           # @def again
    pass

again()                                # @calls again
