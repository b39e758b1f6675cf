# Defaults are evaluated where the function is defined.

# --- file: a.py
class Config:                          # @def Config
    pass

def outer():                           # @def outer
    def inner(c=Config()):             # @def inner @calls Config
        return c
    return inner                       # @refs inner
