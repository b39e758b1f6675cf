"""TypeScript and TSX: JavaScript with types; TSX has a grammar of its own."""

from __future__ import annotations

from parsers.language import Language
from parsers.languages._ecmascript.reader import EXPRESSIONS, HANDLERS, finish, module_name
from parsers.languages._ecmascript.repair import repair


def _grammar(path: str) -> str:
    return "tsx" if path.endswith(".tsx") else "typescript"


def _queries(path: str) -> str:
    return "ecmascript typescript jsx" if path.endswith(".tsx") else "ecmascript typescript"


LANGUAGE = Language(
    name="typescript",
    grammar=_grammar,
    extensions=(".ts", ".tsx", ".mts", ".cts"),
    shebangs=("ts-node", "tsx", "deno", "bun"),
    queries=_queries,
    module_name=module_name,
    handlers=HANDLERS,
    expression=EXPRESSIONS,
    finish=finish,
    repair=repair,
)
