# Calling a class constructs it; the new object's type is known afterwards.

# --- file: a.py
class Engine:                          # @def Engine
    def __init__(self, size):
        self.size = size

    def start(self):                   # @def start
        pass

class Car:                             # @def Car
    def __init__(self):
        self.engine = Engine(3)        # @calls Engine

    def drive(self):
        self.engine.start()            # @calls start

def race():
    car = Car()                        # @calls Car
    car.engine.start()                 # @calls start
    Car().engine.start()               # @calls Car, start
