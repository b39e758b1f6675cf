"""What the platform's own types give: arrays, promises, maps, sets, strings, utility types."""

from __future__ import annotations

ARRAYS = frozenset(
    """Array ReadonlyArray ArrayLike array list Iterable IterableIterator Iterator Generator AsyncGenerator
    AsyncIterable AsyncIterableIterator AsyncIterator Set ReadonlySet WeakSet NodeListOf HTMLCollectionOf
    Deque ConcatArray IteratorObject ArrayIterator SetIterator""".split()
)
"""Types whose first argument is what iterating gives."""

MAPS = frozenset("Map ReadonlyMap WeakMap".split())
PROMISES = frozenset("Promise PromiseLike Thenable".split())
RECORDS = frozenset("Record".split())

SAME = frozenset(
    """Partial Readonly Required NonNullable Awaited Pick Omit Extract Exclude NoInfer Mutable Writable Writeable
    DeepPartial DeepReadonly UnwrapRef ShallowReactive""".split()
)
"""Utility types whose members are those of their first argument."""

SAME_ARRAY = frozenset(
    "filter slice concat reverse sort splice fill copyWithin toSorted toReversed toSpliced with".split()
)
"""Array methods that give an array of the same elements."""

ELEMENT = frozenset("find findLast pop shift at".split())
"""Array methods that give one element."""

ELEMENT_CALLBACKS = frozenset(
    """forEach map filter find findIndex findLast findLastIndex some every flatMap sort toSorted""".split()
)
"""Array methods whose callback takes an element first."""

STRINGS = frozenset(
    """charAt concat normalize padEnd padStart repeat replace replaceAll slice substr substring toLowerCase toUpperCase
    toLocaleLowerCase toLocaleUpperCase trim trimEnd trimStart trimLeft trimRight toString toFixed toISOString
    toLocaleString toPrecision toJSON toDateString toTimeString toUTCString valueOf""".split()
)
"""Methods of strings, numbers and dates that give a string."""

OBJECT_METHODS = frozenset(
    "hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf constructor".split()
)
FUNCTION_METHODS = frozenset("call apply bind".split())
FUNCTION_MEMBERS = frozenset("call apply bind length name prototype arguments caller toString".split())

TYPED_ARRAYS = frozenset(
    """Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array
    BigInt64Array BigUint64Array Buffer""".split()
)
