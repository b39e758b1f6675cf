# A star import brings what the module defines; the importer's own name wins.

# --- file: lib.py
def shared():                          # @def lib_shared
    pass

def other():                           # @def lib_other
    pass

# --- file: main.py
from lib import *

def other():                           # @def main_other
    pass

def run():
    shared()                           # @calls lib_shared
    other()                            # @calls main_other
