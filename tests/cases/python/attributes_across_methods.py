# An attribute is typed by what any method of the class assigns to it, None left out.

# --- file: a.py
class Socket:                          # @def Socket
    def send(self):                    # @def send
        pass

class Client:
    def __init__(self):
        self.socket = None

    def connect(self):
        self.socket = Socket()         # @calls Socket

    def say(self):
        self.socket.send()             # @calls send

class Child(Client):
    def shout(self):
        self.socket.send()             # @calls send
