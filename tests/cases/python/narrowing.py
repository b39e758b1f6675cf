# isinstance narrows where the test is known to hold, and after an early return.

# --- file: a.py
class Animal:
    def name(self):                    # @def Animal_name
        pass

class Dog(Animal):
    def bark(self):                    # @def bark
        pass

class Cat(Animal):
    def purr(self):                    # @def purr
        pass

def check(x: Animal):
    if isinstance(x, Dog):
        x.bark()                       # @calls bark
    elif isinstance(x, Cat):
        x.purr()                       # @calls purr
    x.bark()

def early(x: Dog | Cat):
    if not isinstance(x, Dog):
        return x.purr()                # @calls purr
    x.bark()                           # @calls bark

def unknown(x):
    assert isinstance(x, Cat)
    x.purr()                           # @calls purr

def matched(x):
    match x:
        case Dog():
            x.bark()                   # @calls bark
        case Cat() as c:
            c.purr()                   # @calls purr
