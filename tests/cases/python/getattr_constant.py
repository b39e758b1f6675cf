# getattr with a constant name is an attribute.

# --- file: a.py
class Plugin:                          # @def Plugin
    def run(self):                     # @def run
        pass

def use():
    p = Plugin()                       # @calls Plugin
    getattr(p, "run")()                # @dispatch run
