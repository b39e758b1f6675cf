"""PHP's name resolution: what a class or function name written in a file means is known from that file.

Fully qualified names begin with a backslash. A function's name ends in ``()``, since functions,
classes and variables live in separate name spaces; an unqualified function name inside a namespace
has no leading backslash: it is looked up in the namespace first and globally after that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

PRIMITIVES = frozenset(
    (
        "array",
        "array-key",
        "bool",
        "boolean",
        "callable",
        "class-string",
        "double",
        "false",
        "float",
        "int",
        "integer",
        "iterable",
        "list",
        "mixed",
        "never",
        "non-empty-array",
        "non-empty-list",
        "non-empty-string",
        "null",
        "numeric",
        "object",
        "positive-int",
        "resource",
        "scalar",
        "string",
        "true",
        "void",
    )
)
RELATIVE = frozenset(("self", "static", "parent"))


@dataclass(slots=True)
class Names:
    """The namespace and the imports that are in force."""

    namespace: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    """Lower-case alias -> fully qualified name, without the leading backslash."""
    functions: dict[str, str] = field(default_factory=dict)

    def enter(self, namespace: str) -> None:
        """A namespace declaration: what was imported above it is forgotten."""
        self.namespace = namespace
        self.classes.clear()
        self.functions.clear()

    def class_name(self, text: str) -> str:
        """A class name as written -> its fully qualified form, with the leading backslash."""
        return "\\" + self._qualified(text)

    def function_name(self, text: str) -> str:
        """A function name as written -> its form in the facts."""
        if "\\" in text:
            return "\\" + self._qualified(text) + "()"
        imported = self.functions.get(text.lower())
        if imported is not None:
            return f"\\{imported}()"
        return f"{self.namespace}\\{text}()" if self.namespace else f"\\{text}()"

    def declared(self, name: str) -> str:
        """The fully qualified name of something declared here."""
        return f"\\{self.namespace}\\{name}" if self.namespace else f"\\{name}"

    def _qualified(self, text: str) -> str:
        if text.startswith("\\"):
            return text[1:]
        if text[:10].lower() == "namespace\\":
            rest = text[10:]
            return f"{self.namespace}\\{rest}" if self.namespace else rest
        first, _, rest = text.partition("\\")
        imported = self.classes.get(first.lower())
        if imported is not None:
            return f"{imported}\\{rest}" if rest else imported
        return f"{self.namespace}\\{text}" if self.namespace else text
