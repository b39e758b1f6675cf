# A test narrows an attribute as it does a name, until the attribute is set; later tests build on earlier ones.

# --- file: a.py
from typing import Any

class Settings:
    def priority(self):                # @def priority
        pass

class Ordered(Settings):
    def items(self):                   # @def items
        pass

class Holder:
    def __init__(self, value: Any):
        self.value: Any = value
        if isinstance(self.value, Settings):
            self.value.priority()      # @calls priority
        self.value.priority()

    def change(self, other):
        if isinstance(self.value, Settings):
            self.value = other
            self.value.priority()

def early(other: object):
    if not isinstance(other, Settings):
        return
    if isinstance(other, Ordered):
        other.items()                  # @calls items
        return
    other.priority()                   # @calls priority

def chain(value: Settings | str | None):
    if not value:
        pass
    elif isinstance(value, str):
        value.title()
    else:
        value.priority()               # @calls priority
