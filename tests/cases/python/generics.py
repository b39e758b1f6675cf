# Type variables are filled in by the receiver's arguments and by the call's arguments.

# --- file: a.py
from typing import Generic, TypeVar

T = TypeVar("T")

class Row:                             # @def Row
    def commit(self):                  # @def commit
        pass

class Box(Generic[T]):                 # @def Box
    def __init__(self, value: T):
        self.value = value

    def get(self) -> T:                # @def get
        return self.value

class RowBox(Box[Row]):
    pass

def same(x: T) -> T:                   # @def same
    return x

def use(b: Box[Row], c: RowBox):
    b.get().commit()                   # @calls get, commit
    c.get().commit()                   # @calls get, commit
    same(Row()).commit()               # @calls same, Row, commit
