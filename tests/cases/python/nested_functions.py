# Nested functions belong to themselves; closures see the names around them.

# --- file: a.py
def helper():                          # @def outer_helper
    pass

def outer():                           # @def outer
    def helper():                      # @def inner_helper
        pass

    def inner():                       # @def inner
        helper()                       # @calls inner_helper

    inner()                            # @calls inner
    return lambda: helper()            # @calls inner_helper

helper()                               # @calls outer_helper
