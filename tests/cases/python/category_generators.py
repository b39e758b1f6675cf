# Benchmark category "generators": iterating a generator gives what it yields.

# --- file: yields.py
class Row:                             # @def Row
    def show(self):                    # @def show
        pass

def rows():                            # @def rows
    yield Row()                        # @calls Row

for row in rows():                     # @calls rows
    row.show()                         # @calls show
next(rows()).show()                    # @calls rows, show
[r.show() for r in rows()]             # @calls rows, show
list(rows())[0].show()                 # @calls rows, show

# --- file: delegated.py
from yields import rows

def more():                            # @def more
    yield from rows()                  # @calls rows

for row in more():                     # @calls more
    row.show()                         # @calls show

# --- file: expression.py
from yields import Row

lazy = (Row() for _ in range(3))       # @calls Row
for row in lazy:
    row.show()                         # @calls show

# --- file: own_iterator.py
from yields import Row

class Table:                           # @def Table
    def __iter__(self):
        return self

    def __next__(self):
        return Row()                   # @calls Row

class Sheet:                           # @def Sheet
    def __iter__(self):
        yield Row()                    # @calls Row

for row in Table():                    # @calls Table
    row.show()                         # @calls show
for row in Sheet():                    # @calls Sheet
    row.show()                         # @calls show

# --- file: functions.py
def one():                             # @def one
    pass

def supply():                          # @def supply
    yield one                          # @refs one

for f in supply():                     # @calls supply
    f()                                # @dispatch one

# --- file: trap_not_iterated.py
from yields import rows

rows().show()                          # @calls rows
