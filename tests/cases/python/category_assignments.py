# Benchmark category "assignments": what a name holds where it is called.

# --- file: chain.py
def one():                             # @def one
    pass

def two():                             # @def two
    pass

a = b = one                            # @refs one
a()                                    # @dispatch one
b()                                    # @dispatch one
c = b                                  # @refs one
c()                                    # @dispatch one

# --- file: again.py
from chain import one, two

f = one                                # @refs one
f()                                    # @dispatch one
f = two                                # @refs two
f()                                    # @dispatch two

# --- file: unpacked.py
from chain import one, two

x, y = one, two                        # @refs one, two
x()                                    # @dispatch one
y()                                    # @dispatch two
(p, (q, r)) = (one, (two, one))        # @refs one, two
p()                                    # @dispatch one
q()                                    # @dispatch two
r()                                    # @dispatch one

# --- file: starred.py
from chain import one, two

head, *rest = [one, two, two]          # @refs one, two
head()                                 # @dispatch one, two
for f in rest:
    f()                                # @dispatch one, two

# --- file: walrus.py
from chain import one

if (f := one):                         # @refs one
    f()                                # @dispatch one

# --- file: branches.py
from chain import one, two

def pick(flag):
    f = one if flag else two           # @refs one, two
    f()                                # @dispatch one, two
    g = one                            # @refs one
    if flag:
        g = two                        # @refs two
    g()                                # @dispatch one, two

# --- file: trap_local_shadows.py
from chain import one

def shadow():
    one = print
    one()

def parameter(one):
    one()
