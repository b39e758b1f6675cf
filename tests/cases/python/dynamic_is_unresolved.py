# What only running can tell stays unresolved.

# --- file: a.py
class Plugin:
    def run(self):
        pass

def use(name, registry):
    getattr(registry, name)()
    globals()[name]()
    registry[name].run()
    __import__(name).run()
