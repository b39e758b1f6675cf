# A bare Final says nothing of the type; `__new__` makes objects; a callable object is held by its variable.

# --- file: outcomes.py
class Fail:                            # @def Fail
    def __call__(self, reason):        # @def Fail_call
        pass

fail: Fail = Fail()                    # @calls Fail

# --- file: a.py
from typing import Final
from outcomes import fail

class Item:
    def run(self):                     # @def run
        pass

    def copy(self):
        made = object.__new__(self.__class__)
        made.run()                     # @calls run

class Holder:
    def __init__(self, item: Item):
        self.item: Final = item

    def go(self):
        self.item.run()                # @calls run
        fail("x")                      # @dispatch Fail_call
