# What a variable is declared as counts where its value comes from outside; `self, /` is a receiver too.

# --- file: app.py
from outside import LocalProxy

class App:                             # @def App
    def url_for(self, /, endpoint):    # @def url_for
        return self.adapter()          # @calls adapter

    def adapter(self):                 # @def adapter
        pass

class Context:
    app: App

    def copy(self):                    # @def copy
        pass

current_app: App = LocalProxy("app")

# --- file: use.py
import typing as t
import weakref
from contextvars import ContextVar

from app import App, Context, current_app

_current: ContextVar[Context] = ContextVar("current")

def module_variable():
    current_app.url_for("x")           # @calls url_for

def local_variable(make):
    app: App = make()
    app.adapter()                      # @calls adapter

def context_variable():
    context = _current.get(None)
    context.copy()                     # @calls copy

def weak(app: App):
    ref = weakref.ref(app)
    ref().adapter()                    # @calls adapter

Deferred = t.Callable[["App"], None]

class Blueprint:
    def record(self, function: Deferred) -> None:  # @def record
        pass

    def add(self):
        self.record(lambda app: app.url_for("x"))  # @calls record, url_for
