# Benchmark category "exceptions": what is raised is constructed, what is caught is an object of its class.

# --- file: raised.py
class Failure(Exception):              # @def Failure
    def __init__(self, text):
        self.text = text

    def explain(self):                 # @def explain
        pass

class Worse(Failure):                  # @def Worse
    def explain(self):                 # @def worse_explain
        pass

def fail():                            # @def fail
    raise Failure("no")                # @calls Failure

def bare():
    raise Failure

# --- file: caught.py
from raised import Failure, Worse, fail

try:
    fail()                             # @calls fail
except Worse as error:
    error.explain()                    # @calls worse_explain
except (Failure, KeyError) as error:
    error.explain()                    # @calls explain @dispatch worse_explain
else:
    fail()                             # @calls fail
finally:
    fail()                             # @calls fail

try:
    fail()                             # @calls fail
except* Failure as group:
    group.explain()

# --- file: chained.py
from raised import Failure, Worse

def wrap():
    try:
        pass
    except Failure as cause:
        raise Worse(cause.text) from cause  # @calls Worse

# --- file: trap_gone.py
from raised import Failure

def explain():                         # @def plain_explain
    pass

try:
    explain()                          # @calls plain_explain
except OSError as error:
    error.explain()
