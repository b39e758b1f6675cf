# A call of an overloaded function is a call of its implementation.

# --- file: a.py
from typing import overload

class A:
    def a(self):                       # @def a
        pass

@overload
def get(x: int) -> A: ...
@overload
def get(x: str) -> None: ...
def get(x):                            # @def get
    return A()                         # @calls A

def use():
    get(1)                             # @calls get
