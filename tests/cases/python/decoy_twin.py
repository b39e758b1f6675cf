# A copy of a package in a folder nobody refers to gains no edge.

# --- file: pkg/__init__.py

# --- file: pkg/core.py
def run():                             # @def run
    pass

# --- file: pkg/use.py
from pkg.core import run

def go():
    run()                              # @calls run

# --- file: old/pkg/__init__.py

# --- file: old/pkg/core.py
def run():                             # @def old_run
    pass

# --- file: old/pkg/use.py
from pkg.core import run

def go():
    run()                              # @calls old_run
