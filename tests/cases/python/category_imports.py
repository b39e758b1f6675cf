# Benchmark category "imports": every way in which a name gets here from another module.

# --- file: pkg/__init__.py
from .sub import visible
from . import side

def top():                             # @def top
    pass

# --- file: pkg/sub.py
def visible():                         # @def visible
    pass

def _hidden():                         # @def hidden
    pass

# --- file: pkg/side.py
from . import sub
from .sub import visible as seen
from .. import absent

def go():                              # @def go
    sub.visible()                      # @calls visible
    seen()                             # @calls visible
    absent.visible()

# --- file: main.py
import pkg
import pkg.sub
import pkg.side as s
from pkg import top, visible as v
from pkg.sub import *

pkg.top()                              # @calls top
pkg.sub.visible()                      # @calls visible
pkg.visible()                          # @calls visible
pkg.side.go()                          # @calls go
s.go()                                 # @calls go
top()                                  # @calls top
v()                                    # @calls visible
visible()                              # @calls visible
_hidden()

# --- file: inside.py
def late():
    from pkg.sub import visible
    visible()                          # @calls visible

def elsewhere():
    visible()

# --- file: tried.py
try:
    from pkg.sub import visible as run
except ImportError:
    from unknown_package import visible as run

run()                                  # @calls visible

# --- file: cycle_a.py
import cycle_b

def a():                               # @def a
    cycle_b.b()                        # @calls b

# --- file: cycle_b.py
import cycle_a

def b():                               # @def b
    cycle_a.a()                        # @calls a
