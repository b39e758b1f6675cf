# A decorated function is still the one that is called; decorating is an edge of its own.

# --- file: a.py
import functools

def traced(function):                  # @def traced
    @functools.wraps(function)
    def wrapper(*args):                # @def wrapper
        return function(*args)
    return wrapper                     # @refs wrapper

@traced                                # @refs traced
def work():                            # @def work
    pass

@functools.lru_cache
def cached():                          # @def cached
    pass

def use():
    work()                             # @calls work
    cached()                           # @calls cached
