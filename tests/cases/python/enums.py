# Members of an enumeration are objects of it.

# --- file: a.py
from enum import Enum

class Color(Enum):
    RED = 1
    BLUE = "b"

    def paint(self):                   # @def paint
        pass

def use():
    Color.RED.paint()                  # @calls paint
    for c in Color:
        c.paint()                      # @calls paint
