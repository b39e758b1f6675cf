# Constants, variables, properties and classes that are read; locals, parameters and outside names are not ours.

# --- file: conf.py
LIMIT = 3                                          # @def LIMIT
registry = {}                                      # @def registry
DEBUG = False

# --- file: shapes.py
from enum import Enum

class Color(Enum):                                 # @def Color
    RED = 1                                        # @def RED

class Shape:                                       # @def Shape
    sides = 0                                      # @def sides

    @property
    def area(self):                                # @def area
        return 1

    @area.setter
    def area(self, value):
        pass

class Square(Shape):
    def twice(self):
        return self.area + self.sides              # @uses area, sides

# --- file: use.py
import conf
import outside
from conf import LIMIT as MOST, registry, DEBUG
from shapes import Color, Shape, Square

def plain(shape: Shape, other):                    # @uses Shape
    if shape.area > MOST:                          # @uses area, LIMIT
        registry["a"] = conf.LIMIT                 # @uses registry
    other.area += outside.LIMIT
    return Color.RED                               # @uses Color, RED

def shadowing(registry, conf):
    MOST = 1
    return registry, MOST, conf.LIMIT

def caught(x):
    try:
        return isinstance(x, Square), f"{conf.DEBUG}"  # @uses DEBUG
    except Color:                                  # @uses Color
        raise Shape                                # @uses Shape

def global_one():
    global DEBUG
    DEBUG = True

def declared():
    square: Square = Square()                      # @calls Square @uses Square
    return square.area, square.missing             # @uses area

def untyped():
    made = Square()                                # @calls Square
    return made.area
