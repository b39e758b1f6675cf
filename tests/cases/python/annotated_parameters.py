# A parameter's annotation gives the receiver's type: plain, optional, quoted, union.

# --- file: shapes.py
class Square:
    def area(self):                    # @def Square_area
        return 1

class Circle:
    def area(self):                    # @def Circle_area
        return 2

# --- file: use.py
from __future__ import annotations
from typing import Optional, Union
import shapes
from shapes import Circle, Square

def one(s: Square):
    s.area()                           # @calls Square_area

def maybe(s: Optional[Square] = None):
    if s:
        s.area()                       # @calls Square_area

def quoted(s: "shapes.Circle"):
    s.area()                           # @calls Circle_area

def either(s: Union[Square, Circle], t: Square | None):
    s.area()                           # @calls Square_area, Circle_area
    t.area()                           # @calls Square_area

def unknown(s):
    s.area()
