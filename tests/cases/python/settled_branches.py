# A version or system test says which definition counts; the other one may be reached elsewhere.

# --- file: compat.py
import sys
from typing import TYPE_CHECKING

if sys.version_info >= (3, 11):
    from typing import assert_never
else:
    def assert_never(value):           # @def assert_never
        pass

if sys.version_info >= (3, 8) or TYPE_CHECKING:
    class Result:                      # @def Result_new
        pass
else:
    class Result:                      # @def Result_old
        pass

# --- file: use.py
from compat import Result, assert_never

def use():
    assert_never(1)                    # @dispatch assert_never
    Result()                           # @calls Result_new @dispatch Result_old
