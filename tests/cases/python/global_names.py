# global hands a function's assignment to the module.

# --- file: a.py
class Cache:                           # @def Cache
    def load(self):                    # @def load
        pass

_cache = None

def setup():
    global _cache
    _cache = Cache()                   # @calls Cache

def use():
    _cache.load()                      # @calls load
