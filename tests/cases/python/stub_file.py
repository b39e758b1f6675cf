# A stub beside a compiled module gives its types.

# --- file: fast/__init__.py

# --- file: fast/core.pyi
class Parser:                          # @def Parser
    def feed(self) -> None: ...        # @def feed

def parser() -> Parser: ...            # @def parser

# --- file: use.py
from fast.core import parser

def go():
    parser().feed()                    # @calls parser, feed
