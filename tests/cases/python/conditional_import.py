# An import that may fail has two meanings; the one inside the repository is linked.

# --- file: fast.py
def dumps(x):                          # @def fast_dumps
    return x

# --- file: use.py
try:
    from fast import dumps
except ImportError:
    from json import dumps

def save(x):
    return dumps(x)                    # @calls fast_dumps
