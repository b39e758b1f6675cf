"""One module per language or family of languages: how names are looked up there."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from codegraph.linking.semantics.base import Semantics

if TYPE_CHECKING:
    from codegraph.linking.evaluator import Evaluator

_MODULES = {
    "python": ("python", "PythonSemantics"),
    "javascript": ("ecmascript", "EcmascriptSemantics"),
    "typescript": ("ecmascript", "EcmascriptSemantics"),
    "go": ("go", "GoSemantics"),
    "rust": ("rust", "RustSemantics"),
    "java": ("java", "JavaSemantics"),
    "kotlin": ("kotlin", "KotlinSemantics"),
    "csharp": ("csharp", "CsharpSemantics"),
    "c": ("cfamily", "CSemantics"),
    "cpp": ("cfamily", "CppSemantics"),
    "php": ("php", "PhpSemantics"),
    "ruby": ("ruby", "RubySemantics"),
}


def semantics_for(language: str, evaluator: Evaluator) -> Semantics:
    """The rules of ``language`` for one linking run.

    Raises:
        KeyError: the language has no linker.
    """
    module, name = _MODULES[language]
    return getattr(import_module(f"codegraph.linking.semantics.{module}"), name)(evaluator)


def family(language: str) -> tuple[str, ...]:
    """The languages that share one semantics object with ``language`` (they import each other)."""
    own = _MODULES.get(language)
    return tuple(name for name, entry in _MODULES.items() if entry == own)
