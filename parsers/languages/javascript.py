"""JavaScript and JSX: modules are files; ``import`` and ``require`` name them by path or by package."""

from __future__ import annotations

from parsers.language import Language
from parsers.languages._ecmascript.reader import EXPRESSIONS, HANDLERS, finish, module_name

LANGUAGE = Language(
    name="javascript",
    grammar="javascript",
    extensions=(".js", ".jsx", ".mjs", ".cjs", ".es6"),
    shebangs=("node", "nodejs"),
    queries="ecmascript javascript jsx",
    module_name=module_name,
    handlers=HANDLERS,
    expression=EXPRESSIONS,
    finish=finish,
)
