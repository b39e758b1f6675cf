# A method of a builtin or of a library object is never a method of ours of the same name.

# --- file: a.py
import requests

class Store:
    def get(self, key):
        pass

    def append(self, x):
        pass

    def close(self):
        pass

def use(options: dict, names: list):
    options.get("a")
    {}.get("b")
    names.append(1)
    [].append(2)
    requests.get("http://x")
    open("f").close()
    "a b".split()
