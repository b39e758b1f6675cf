# A name that travels through several __init__ files is called at its definition, not at a namesake.

# --- file: web/__init__.py
from .urls import reverse

# --- file: web/urls/__init__.py
from .base import *
from .base import reverse as back

# --- file: web/urls/base.py
from web.urls.deep.core import reverse

# --- file: web/urls/deep/__init__.py

# --- file: web/urls/deep/core.py
def reverse(name):                     # @def reverse
    return name

# --- file: web/models.py
class Query:
    def reverse(self):                 # @def Query_reverse
        return self

# --- file: app.py
import web
import web.urls
from web.urls import reverse, back
from web.models import Query

def view():                            # @def view
    reverse("a")                       # @calls reverse
    back("b")                          # @calls reverse
    web.reverse("c")                   # @calls reverse
    web.urls.base.reverse("d")         # @calls reverse
    Query().reverse()                  # @calls Query_reverse, Query
    [1, 2].reverse()
