"""The values that answers are made of. Row ids and array positions never appear here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Resolution(StrEnum):
    """How sure an edge is; the values stand in the database."""

    EXACT = "exact"
    INFERRED = "inferred"
    DISPATCH = "dispatch"
    AMBIGUOUS = "ambiguous"


RESOLUTIONS = tuple(Resolution)
"""From surest to least sure."""


class Level(IntEnum):
    """Resolutions as numbers, as the arrays hold them: 0 is the surest."""

    EXACT = 0
    INFERRED = 1
    DISPATCH = 2
    AMBIGUOUS = 3


class EdgeKind(StrEnum):
    """What an edge says."""

    CALLS = "calls"
    REFERENCES = "references"
    DECORATES = "decorates"
    RENDERS = "renders"
    INHERITS = "inherits"
    IMPLEMENTS = "implements"
    OVERRIDES = "overrides"
    IMPORTS = "imports"
    CONTAINS = "contains"


class SymbolKind(StrEnum):
    """What a symbol is."""

    MODULE = "module"
    PACKAGE = "package"
    CLASS = "class"
    INTERFACE = "interface"
    TRAIT = "trait"
    STRUCT = "struct"
    ENUM = "enum"
    FUNCTION = "function"
    METHOD = "method"
    PROPERTY = "property"
    FIELD = "field"
    VARIABLE = "variable"
    CONSTANT = "constant"
    TYPE = "type"
    MACRO = "macro"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One definition, as answers show it. Lines and columns are 1-based; a module's line is 1."""

    symbol: str
    """The stable string ``<language>:<path>#<Owner.name>[~hash][~n]``."""
    name: str
    qualified_name: str
    kind: str
    language: str
    file: str
    line: int
    end_line: int
    signature: str = ""
    doc: str = ""
    visibility: str = "public"
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Site:
    """A place in a file, 1-based."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A caller or a callee with every site at which it calls or is called."""

    symbol: Symbol
    kind: str
    """An :class:`EdgeKind` value: ``calls`` or, listed apart, ``references``, ``decorates``, ``renders``."""
    resolution: str
    """The surest among the sites."""
    sites: tuple[Site, ...]
    via: Symbol | None = None
    """For ``dispatch``: the declared method the call goes through."""
    use: str = ""
    """How a reference uses the symbol, where it is not handed on as a value: ``type`` or ``read``."""


@dataclass(frozen=True, slots=True)
class UnresolvedName:
    """Call sites that mention a name and could not be bound to a definition."""

    name: str
    total: int
    sites: tuple[Site, ...]
    """The first few, in order of file and line."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The answer to get_callers and get_callees."""

    symbol: Symbol
    total: int
    items: tuple[Neighbour, ...]
    """Ordered by resolution, then file, then line."""
    cut: int = 0
    unresolved_total: int = 0
    unresolved: tuple[UnresolvedName, ...] = ()
    stale: tuple[str, ...] = ()
    counts: tuple[tuple[str, str, int], ...] = ()
    """(kind or use, resolution, number of items), cut ones included."""
    offset: int = 0
    """How many items stand before the first one."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reached:
    """One symbol in an impact radius."""

    symbol: Symbol
    distance: int
    resolution: str
    """The weakest edge on the surest shortest path."""
    via: Symbol | None
    """The previous symbol on that path."""


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer to get_impact_radius: everything that reaches the symbol through callers."""

    symbol: Symbol
    depth: int
    total: int
    items: tuple[Reached, ...]
    """Ordered by distance, resolution, file, line."""
    cut: int = 0
    files: int = 0
    """In how many files the reached symbols are, cut ones included."""
    tests: int = 0
    unresolved_total: int = 0
    stale: tuple[str, ...] = ()
    counts: tuple[tuple[int, int], ...] = ()
    """(distance, number of symbols), cut ones included."""
    offset: int = 0
    left_out: int = 0
    """Symbols that reach it and are of the wrong path, or tests where none are wanted, or the other way round."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result."""

    symbol: Symbol
    score: float
    reason: str
    """Why it is here, in a few words."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to semantic_search."""

    query: str
    total: int
    items: tuple[Hit, ...]
    cut: int = 0
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    offset: int = 0


@dataclass(frozen=True, slots=True)
class SymbolDetail:
    """The answer to get_symbol."""

    symbol: Symbol
    body: str
    """Source lines of the definition (secrets masked), or '' when the file is gone."""
    parent: Symbol | None
    members: tuple[Symbol, ...]
    bases: tuple[tuple[str, Symbol | None], ...]
    """Base types as written and, where resolved, their symbols."""
    subclasses: tuple[Symbol, ...]
    overrides: tuple[Symbol, ...]
    overridden_by: tuple[Symbol, ...]
    callers: int
    callees: int
    decorators: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ModuleStructure:
    """The answer to get_module_structure: an outline of one file, one package or one folder."""

    path: str
    kind: str
    """module, package or folder."""
    symbols: tuple[tuple[int, Symbol], ...]
    """(depth, symbol) in source order; for folders the modules in it, then their top-level symbols."""
    imports: tuple[str, ...]
    imported_by: tuple[str, ...]
    total: int
    cut: int = 0
    stale: tuple[str, ...] = ()
    offset: int = 0
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class IndexSummary:
    """What an index run did."""

    files: int = 0
    parsed: int = 0
    removed: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    """Reason -> number of files."""
    errors: list[tuple[str, str]] = field(default_factory=list)
    """(path, what went wrong)."""
    symbols: int = 0
    edges: int = 0
    unresolved: int = 0
    seconds: float = 0.0
    database: str = ""
    notes: list[str] = field(default_factory=list)
    """What the user must know: a database set aside, a version mismatch, …"""


@dataclass(frozen=True, slots=True)
class LanguageStatus:
    """One language's share of the index."""

    language: str
    files: int
    symbols: int
    edges: int
    unresolved: int
    accuracy: str
    """Measured precision and recall of its linker, or 'heuristic'."""


@dataclass(frozen=True, slots=True)
class Status:
    """The answer to status."""

    root: str
    database: str
    schema: int
    files: int
    skipped: dict[str, int]
    parse_errors: int
    symbols: int
    edges: dict[str, int]
    """Edge kind -> number of sites."""
    resolutions: dict[str, int]
    """Resolution -> number of call sites."""
    unresolved: int
    languages: tuple[LanguageStatus, ...]
    database_bytes: int
    indexed_at: str
    commit: str
    stale: tuple[str, ...]
    last_errors: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict)
    """Writer, watcher backend, model: shown as they are."""


Progress = Callable[[int, int, str], None]
"""Called as progress(done, total, what)."""
