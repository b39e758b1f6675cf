# Benchmark category "external": what comes from outside ends every search, whatever its members are called.

# --- file: library.py
import json
import os.path as path
from collections import OrderedDict, defaultdict
from unknown_package import Client, helper

class Own:                             # @def Own
    def loads(self):                   # @def loads
        pass

    def join(self):
        pass

    def send(self):
        pass

def helper_of_ours():
    pass

json.loads("{}")
path.join("a", "b")
helper()
client = Client()
client.send()
client.session.join()
Client.default().send()
OrderedDict().loads()
defaultdict(Own)["x"].loads()          # @calls loads

# --- file: subclass.py
from threading import Thread
from unknown_package import Client

class Worker(Thread):                  # @def Worker
    def run(self):                     # @def run
        self.step()                    # @calls step
        self.join()

    def step(self):                    # @def step
        pass

class Special(Client):                 # @def Special
    def send(self):                    # @def special_send
        super().send()

Worker().start()                       # @calls Worker
Worker().step()                        # @calls Worker, step
Special().send()                       # @calls Special, special_send
Special().close()                      # @calls Special
