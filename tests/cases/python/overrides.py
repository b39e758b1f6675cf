# A call on a declared type names its method; overrides may be reached from there.

# --- file: a.py
from abc import ABC, abstractmethod

class Backend(ABC):
    @abstractmethod
    def send(self):                    # @def Backend_send
        ...

class Smtp(Backend):
    def send(self):                    # @def Smtp_send
        pass

class Memory(Backend):
    def send(self):                    # @def Memory_send
        pass

def deliver(b: Backend):
    b.send()                           # @calls Backend_send @dispatch Smtp_send, Memory_send

def direct():
    Smtp().send()                      # @calls Smtp, Smtp_send
