# What functions of the standard library hand on keeps its type.

# --- file: parts.py
class Part:                            # @def Part
    def turn(self):                    # @def turn
        pass

async def fetch() -> Part:             # @def fetch
    return Part()                      # @calls Part

# --- file: iteration.py
import itertools
from collections import defaultdict
from parts import Part

def use(rows: dict[str, list[Part]], parts: list[Part]):
    list(itertools.chain.from_iterable(rows.values()))[0].turn()  # @calls turn
    for a, b in itertools.product(parts, parts):
        a.turn()                       # @calls turn
    for a, b in itertools.pairwise(parts):
        b.turn()                       # @calls turn
    for key, group in itertools.groupby(parts):
        next(group).turn()             # @calls turn
    table = defaultdict(Part)
    table["x"].turn()                  # @calls turn
    merged = {**rows}
    merged["x"][0].turn()              # @calls turn
    sorted(parts, key=lambda part: part.turn())  # @calls turn
    parts.sort(key=lambda part: part.turn())  # @calls turn
    filter(lambda part: part.turn(), parts)  # @calls turn

# --- file: waiting.py
import asyncio
import contextlib
from parts import Part, fetch

async def use(group: asyncio.TaskGroup):
    one, two = await asyncio.gather(fetch(), fetch())  # @calls fetch
    one.turn()                         # @calls turn
    task = asyncio.create_task(fetch())  # @calls fetch
    (await task).turn()                # @calls turn
    (await group.create_task(fetch())).turn()  # @calls fetch, turn
    (await asyncio.wait_for(fetch(), 1)).turn()  # @calls fetch, turn
    with contextlib.closing(Part()) as part:  # @calls Part
        part.turn()                    # @calls turn

def run():
    asyncio.run(fetch()).turn()        # @calls fetch, turn

# --- file: records.py
import dataclasses
from typing import NamedTuple, TypedDict
from parts import Part

class Pair(NamedTuple):
    first: Part
    count: int

class Row(TypedDict):
    part: Part

@dataclasses.dataclass
class Holder:
    part: Part

def use(pair: Pair, row: Row, holder: Holder):
    first, count = pair
    first.turn()                       # @calls turn
    pair[0].turn()                     # @calls turn
    pair._replace(count=1).first.turn()  # @calls turn
    row["part"].turn()                 # @calls turn
    dataclasses.replace(holder).part.turn()  # @calls turn

# --- file: narrowed.py
from parts import Part

def use(thing, table):
    if type(thing) is Part:
        thing.turn()                   # @calls turn
    match table:
        case {"part": Part() as found}:
            found.turn()               # @calls turn
        case [Part() as head, *_]:
            head.turn()                # @calls turn

# --- file: callbacks.py
from typing import Callable
from parts import Part

def each(call: Callable[[Part], None]):  # @def each
    pass

each(lambda part: part.turn())         # @calls each, turn

# --- file: parameters.py
from parts import Part

class Box[T]:                          # @def Box
    def get(self) -> T: ...            # @def get

def use(box: Box[Part]):
    box.get().turn()                   # @calls get, turn

# --- file: trap.py
class Other:
    def replace(self):
        pass

    def gather(self):
        pass

def use(text: str, thing):
    text.replace("a", "b")
    thing.gather()
    if type(thing) is str:
        thing.replace()
