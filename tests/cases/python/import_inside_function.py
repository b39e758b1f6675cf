# An import inside a function is in force there only.

# --- file: late.py
def load():                            # @def load
    pass

# --- file: use.py
def early():
    from late import load
    load()                             # @calls load

def elsewhere():
    load()
