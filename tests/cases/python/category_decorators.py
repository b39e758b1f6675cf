# Benchmark category "decorators": what stands above a function, and what the function is then.

# --- file: plain.py
def trace(f):                          # @def trace
    def wrapper():                     # @def wrapper
        f()                            # @dispatch work
    return wrapper                     # @refs wrapper

@trace                                 # @refs trace
def work():                            # @def work
    pass

work()                                 # @calls work

# --- file: stacked.py
from plain import trace

def other(f):                          # @def other
    return f

@trace                                 # @refs trace
@other                                 # @refs other
def both():                            # @def both
    pass

both()                                 # @calls both

# --- file: factory.py
def with_name(name):                   # @def with_name
    def decorate(f):                   # @def decorate
        return f
    return decorate                    # @refs decorate

@with_name("x")                        # @calls with_name @refs with_name
def named():                           # @def named
    pass

named()                                # @calls named

# --- file: by_class.py
class Count:                           # @def Count
    def __init__(self, f):
        self.f = f

    def __call__(self):                # @def count_call
        self.f()

@Count                                 # @refs Count
def counted():                         # @def counted
    pass

counted()                              # @calls counted

# --- file: on_class.py
def register(cls):                     # @def register
    return cls

@register                              # @refs register
class Plugin:                          # @def Plugin
    def go(self):                      # @def go
        pass

Plugin().go()                          # @calls Plugin, go

# --- file: trap_external.py
import functools

@functools.lru_cache
def cached():                          # @def cached
    pass

cached()                               # @calls cached
cached.cache_clear()
