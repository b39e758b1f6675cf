# with binds what __enter__ or a generator-based manager gives.

# --- file: a.py
from contextlib import contextmanager

class Connection:                      # @def Connection
    def send(self):                    # @def send
        pass

class Pool:                            # @def Pool
    def __enter__(self) -> Connection:
        return Connection()            # @calls Connection

    def __exit__(self, *args):
        pass

@contextmanager
def connect():                         # @def connect
    yield Connection()                 # @calls Connection

def use():
    with Pool() as c:                  # @calls Pool
        c.send()                       # @calls send
    with connect() as d:               # @calls connect
        d.send()                       # @calls send
    with open("x") as f:
        f.send()
