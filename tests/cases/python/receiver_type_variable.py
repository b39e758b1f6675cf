# `cls: type[T]` or `self: T` makes the result the type of what the method is called on.

# --- file: a.py
from typing import TypeVar

T = TypeVar("T", bound="Base")

class Base:
    @classmethod
    def parse(cls: type[T], text: str) -> T:   # @def parse
        return cls()                   # @dispatch Base

    def same(self: T) -> T:            # @def same
        return self

class Version(Base):
    def bump(self):                    # @def bump
        pass

def use():
    Version.parse("1").bump()          # @calls parse, bump
    Version.parse("1").same().bump()   # @calls parse, same, bump
