# Relative imports climb packages by their dots.

# --- file: pkg/__init__.py

# --- file: pkg/helpers.py
def assist():                          # @def assist
    pass

# --- file: pkg/sub/__init__.py
from . import near

# --- file: pkg/sub/near.py
from ..helpers import assist
from .. import helpers
from .far import away

def run():                             # @def run
    assist()                           # @calls assist
    helpers.assist()                   # @calls assist
    away()                             # @calls away

# --- file: pkg/sub/far.py
def away():                            # @def away
    from . import near
    near.run()                         # @calls run
