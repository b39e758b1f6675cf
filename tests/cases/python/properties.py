# A property is an attribute: its value's methods are called, the property itself is not.

# --- file: a.py
from functools import cached_property

class Address:
    def line(self):                    # @def line
        pass

class Person:
    @property
    def address(self) -> Address:
        return Address()               # @calls Address

    @cached_property
    def home(self):
        return Address()               # @calls Address

def use(p: Person):
    p.address.line()                   # @calls line
    p.home.line()                      # @calls line
