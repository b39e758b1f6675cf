# Reading an attribute that holds a descriptor gives what the descriptor gets.

# --- file: late.py
from __future__ import annotations
from typing import Any, Callable, Generic, TypeVar, overload

T = TypeVar("T")

class Late(Generic[T]):                # @def Late
    @overload
    def __get__(self, instance: None, owner: type) -> Late[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: Any, owner: type) -> Late[T] | T:
        return self._value

class reify(Generic[T]):
    def __init__(self, wrapped: Callable[[Any], T]) -> None:
        self.wrapped = wrapped
    def __get__(self, instance, owner) -> T:
        return self.wrapped(instance)

# --- file: app.py
from late import Late, reify

class Engine:                          # @def Engine
    def start(self):                   # @def start
        pass

class Crawler:
    engine: Late[Engine] = Late()      # @calls Late

    def run(self):
        self.engine.start()            # @calls start

class Lazy:
    @reify
    def engine(self) -> Engine:
        return Engine()                # @calls Engine

    def run(self):
        self.engine.start()            # @calls start
