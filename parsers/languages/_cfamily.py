"""What C and C++ share: definitions, variables, call sites and function values of one file.

Where a construct means different things in the two, the file's language decides; where only C++ has
it, its handler stands in ``_cppfamily.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from parsers.facts import NONE, Binding, Definition, Parameter, Reference
from parsers.languages._cexpressions import (
    CASTS,
    NAME_TYPES,
    Declared,
    arguments,
    constant,
    declarator,
    first_named,
    last_segment,
    owner,
    parameters,
    plain_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
_DECLARED = ("declare",)
"""Stands with a construction that a variable's definition makes."""
TABLE_LIMIT = 4000
"""Entries of one initialiser table whose fields are told; longer ones are data, not code."""

CLASS_KINDS = frozenset(("class", "struct", "enum"))
FUNCTION_KINDS = frozenset(("function", "method", "lambda", "macro"))
_KINDS = {
    "class_specifier": "class",
    "struct_specifier": "struct",
    "union_specifier": "struct",
    "enum_specifier": "enum",
}
_BUILTIN_TYPES = frozenset(("primitive_type", "sized_type_specifier", "placeholder_type_specifier"))
_CONDITIONAL = frozenset(("function", "method", "macro", "object", "type", "class", "struct", "enum"))
_KEYWORDS = frozenset(("if", "else", "for", "while", "do", "switch", "return", "catch", "sizeof", "defined"))
_DIRECTIVE_REST = re.compile(rb"(?:[^\\\n]|\\\r?\n|\\.)*")
_COMMENT = re.compile(r"//.*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TEST_MACROS = frozenset(("TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P"))
"""GoogleTest's: ``TEST_F(Suite, Name) { … }`` defines a member function of a class derived from ``Suite``."""


_MAKERS = re.compile(r"(?:MATCHER|ACTION)(?:_P(\d{0,2}))?\Z")
"""GoogleMock's: ``MATCHER_P2(Name, a, b, "…") { … }`` defines a function ``Name(a, b)``."""


class Notes:
    """What the handlers remember from one node to the next."""

    __slots__ = (
        "access",
        "attached",
        "blocks",
        "branches",
        "comments",
        "entries",
        "friends",
        "groups",
        "last_member",
        "macros",
        "names",
        "seen_types",
        "tables",
        "templates",
        "unused",
    )

    def __init__(self) -> None:
        self.access: dict[int, str] = {}
        """Class -> visibility of what follows in it."""
        self.attached: dict[int, str] = {}
        """First byte of a definition inside a template declaration -> the doc comment above the latter."""
        self.blocks: list[int] = []
        """End bytes of the open blocks."""
        self.branches: list[tuple[int, int, int, int, str]] = []
        """Branches of conditionals: first and end byte, the conditional, the branch's number, the directive."""
        self.groups = 0
        self.unused: list[tuple[int, int]] = []
        """What ``#if 0`` takes out."""
        self.comments: tuple[int, int, int] | None = None
        """The latest run of whole-line comments: first byte, end byte, last row."""
        self.entries: dict[int, int] = {}
        self.friends: list[int] = []
        """End bytes of open friend declarations."""
        self.last_member: int = NONE
        self.macros: list[tuple[int, int, int, int]] = []
        """Definition, first byte of the directive, first and end byte of its body."""
        self.names: dict[int, set[str]] = {}
        """Function -> its parameters and the local variables seen so far."""
        self.seen_types: set[tuple[int, str]] = set()
        self.tables: list[tuple[int, int]] = []
        """Open initialisers: end byte, the type of the variable (or NONE)."""
        self.templates: dict[int, tuple[tuple[tuple[str, int], ...], int]] = {}
        """Node id of a templated declaration -> its type parameters and the first byte of ``template``."""


def notes(work: Extraction) -> Notes:
    """The notes of this file."""
    known = work.scratch.get("c")
    if known is None:
        known = work.scratch["c"] = Notes()
    return known


# -- comments


def comment(work: Extraction, node: Node) -> None:
    """Remember runs of whole-line comments for what follows; a comment after a member on its line is the member's."""
    state = notes(work)
    start = node.start_byte
    line = work.data.rfind(b"\n", 0, start) + 1
    row = node.start_point.row
    if work.data[line:start].strip():
        member = state.last_member
        if member >= 0 and work.definitions[member].end_row == row and not work.definitions[member].doc:
            text = _clean(work.text(node))
            work.definitions[member] = work.definitions[member]._replace(doc=text)
        return
    run = state.comments
    if run is not None and not work.data[run[1] : start].strip() and row - run[2] <= 1:
        state.comments = (run[0], node.end_byte, node.end_point.row)
    else:
        state.comments = (start, node.end_byte, node.end_point.row)


def _clean(text: str) -> str:
    """The words of a run of comments."""
    lines = []
    for raw in text[: DOC_LIMIT * 2].split("\n"):
        line = raw.strip()
        if line.startswith("//"):
            line = line.lstrip("/").removeprefix("!").removeprefix("<")
        else:
            line = line.removeprefix("/*").removesuffix("*/").lstrip("*!").removeprefix("<").rstrip("*")
        line = line.strip()
        if line or lines:
            lines.append("" if line and not line.strip("=-*~#_/+ ") else line)
    return "\n".join(lines).strip()[:DOC_LIMIT]


def documentation(work: Extraction, start: int, row: int) -> str:
    """The comment that ends right above byte ``start``."""
    run = notes(work).comments
    if run is None or row - run[2] > 1 or work.data[run[1] : start].strip():
        return ""
    return _clean(work.data[run[0] : run[1]].decode("utf-8", "replace"))


# -- blocks


def block(work: Extraction, node: Node) -> None:
    """A block: the variables declared in it end with it."""
    blocks = notes(work).blocks
    start = node.start_byte
    while blocks and blocks[-1] <= start:
        blocks.pop()
    blocks.append(node.end_byte)


def branch(work: Extraction, node: Node) -> None:
    """A block that may be skipped or repeated."""
    block(work, node)
    case(work, node)


def case(work: Extraction, node: Node) -> None:
    """One more way through the function."""
    at = work.named(work.scope)
    work.branches[at] = work.branches.get(at, 0) + 1


def block_end(work: Extraction, start: int) -> int:
    """End of the block around byte ``start``."""
    blocks = notes(work).blocks
    while blocks and blocks[-1] <= start:
        blocks.pop()
    return blocks[-1] if blocks else len(work.data)


def enclosing_function(work: Extraction) -> int:
    """The innermost function, lambda or macro that is open, or 0."""
    scope = work.scope
    while scope > 0 and work.definitions[scope].kind not in FUNCTION_KINDS:
        scope = work.definitions[scope].parent
    return scope


def is_local(work: Extraction, name: str) -> bool:
    """Whether an enclosing function has declared ``name`` so far."""
    names = notes(work).names
    scope = work.scope
    definitions = work.definitions
    while scope > 0:
        known = names.get(scope)
        if known is not None and name in known:
            return True
        scope = definitions[scope].parent
    return False


def bind(
    work: Extraction, name: str, expression: int, start: int, end: int, row: int, *, kind: str, declared: bool
) -> None:
    """A local variable."""
    work.bindings.append(Binding(work.scope, name, expression, kind, start, end, NONE, row, True, declared))
    notes(work).names.setdefault(enclosing_function(work), set()).add(name)


# -- functions


def _signature(work: Extraction, start: int, end: int) -> str:
    return " ".join(work.data[start:end].decode("utf-8", "replace").split())[:SIGNATURE_LIMIT].rstrip(" {;")


def _specifiers(work: Extraction, node: Node) -> set[str]:
    """Flags that the words before the declarator set."""
    flags: set[str] = set()
    for child in node.children:
        shape = child.type
        if shape == "storage_class_specifier" or shape == "type_qualifier":
            word = work.text(child)
            if word in ("static", "inline", "extern", "constexpr", "const", "consteval", "mutable"):
                flags.add(word)
        elif shape in ("virtual", "virtual_function_specifier"):
            flags.add("virtual")
        elif shape in ("explicit", "explicit_function_specifier"):
            flags.add("explicit")
        elif shape == "inline":
            flags.add("inline")
        elif shape in NAME_TYPES or shape.endswith("_declarator"):
            if shape != "type_identifier" and shape != "qualified_identifier" and shape != "template_type":
                break
    return flags


def function(work: Extraction, node: Node) -> None:
    """A function with a body."""
    type_node = node.child_by_field_name("type")
    base = constant(work, node, work.expression(type_node))
    found = declarator(work, node.child_by_field_name("declarator"), base)
    if found is None:
        return
    body = node.child_by_field_name("body")
    flags = _specifiers(work, node)
    if body is None:
        for child in node.named_children:
            if child.type == "default_method_clause":
                flags.add("default")
            elif child.type == "delete_method_clause":
                flags.add("deleted")
            elif child.type == "try_statement":
                body = child
    if found.function is None and found.name.type != "operator_cast":
        if body is None or type_node is None or found.name.type != "identifier":
            return
        flags.add("pasted")  # ``MACRO(name) { … }``: the macro makes the function, and its real name
    end = body.start_byte if body is not None else node.end_byte
    if body is not None:
        for child in node.named_children:
            if child.type == "field_initializer_list":
                end = child.start_byte
                break
    add_function(work, node, found, flags, end, has_body=True, typed=type_node is not None)


def add_function(
    work: Extraction,
    node: Node,
    found: Declared,
    flags: set[str],
    signature_end: int,
    *,
    has_body: bool,
    typed: bool,
) -> int:
    """Add the function or method that ``found`` declares; with a body it opens a scope."""
    state = notes(work)
    scope = work.scope
    name_node = last_segment(found.name)
    name = plain_name(work, name_node)
    if not name:
        return NONE
    extra: list[tuple[str, int]] = []
    formal = parameters(work, found.function)
    around = work.definitions[scope]
    if around.kind in FUNCTION_KINDS or name in _KEYWORDS:
        return NONE  # a macro with a block, read as a function; in a macro's body it comes to be where that is used
    parent = scope
    kind = "function"
    qualified_name: str | None = None
    class_name = ""
    start = node.start_byte
    type_parameters: tuple[tuple[str, int], ...] = ()
    template = state.templates.pop(node.id, None)
    if template is not None:
        type_parameters, start = template
    if found.name.type == "qualified_identifier":
        base, path = owner(work, found.name)
        if base >= 0:
            extra.append(("owner", base))
        if path:
            kind = "method"
            class_name = path[-1]
            outer = work.definitions[work.named(scope)].qualified_name if work.named(scope) else ""
            qualified_name = ".".join(filter(None, (outer, *path, name)))
    elif around.kind in CLASS_KINDS or (around.kind == "object" and "namespace" not in around.flags):
        while state.friends and state.friends[-1] <= node.start_byte:
            state.friends.pop()
        if state.friends:
            extra.append(("friend", work.intern("def", scope)))
            while parent > 0 and work.definitions[parent].kind in CLASS_KINDS:
                parent = work.definitions[parent].parent
        else:
            kind = "method"
            class_name = around.name
    if kind == "method":
        if name == class_name:
            flags.add("constructor")
        elif name.startswith("~"):
            flags.add("destructor")
    if any(part == "override" or part == "final" for part in _virtual_words(work, found.function)):
        flags |= {"override", "virtual"}
    if "namespace" in _around_flags(work, scope):
        flags.add("static")
    if not has_body:
        flags.add("signature")
    shown_node: Node | None = name_node
    if not typed and has_body and kind == "function" and name in _TEST_MACROS and len(formal) == 2:
        suite, case_name = (p.type_text for p in formal)
        if suite.isidentifier() and case_name.isidentifier():
            flags |= {"test", name.lower()}
            if name != "TEST":
                extra.append(("owner", work.intern("name", suite)))
            # The class that the macro defines: a name of its own, even where a class is called like the suite.
            name = f"{suite}_{case_name}_Test"
            formal = ()
    elif not typed and has_body and kind == "function" and _MAKERS.match(name) and formal:
        made, parameters_made = _made(name, [p.type_text for p in formal])
        if made:
            name, formal = made, parameters_made
    elif not typed and has_body and kind == "function" and work.language.name == "cpp" and name.isupper():
        # ``FIXTURE_TEST(Class, name) { … }``: perhaps a member of a class derived from one of the arguments.
        for text in (p.type_text for p in formal[:3]):
            if text.isidentifier() and not text.isupper():
                extra.append(("fixture", work.intern("name", text)))
    flags.discard("const")
    if kind == "method" and found.function is not None:
        for child in found.function.children:
            if child.type == "type_qualifier" and work.text(child) == "const":
                flags.add("const")
    row = work.data.count(b"\n", start, node.start_byte) if start != node.start_byte else 0
    visibility = state.access.get(scope, "public") if kind == "method" and class_name == around.name else "public"
    if kind == "function" and "static" in flags:
        visibility = "private"
    index = work.add_definition(
        kind,
        name,
        node,
        shown_node,
        open_scope=has_body,
        parent=parent,
        signature=_signature(work, start, signature_end),
        parameters=formal,
        returns=found.type,
        doc=documentation(work, start, node.start_point.row - row),
        visibility=visibility,
        flags=tuple(flags),
        type_parameters=type_parameters,
        extra=tuple(extra),
        qualified_name=qualified_name,
    )
    if has_body:
        state.names[index] = {p.name for p in formal if p.name}
    else:
        state.last_member = index
    return index


def _made(macro: str, words: list[str]) -> tuple[str, tuple[Parameter, ...]]:
    """The function that a GoogleMock macro defines; nothing when its arguments are not as they must be."""
    found = _MAKERS.match(macro)
    count = 0 if found is None or found[1] is None else int(found[1] or "1")
    names = [word.strip() for word in words[: count + 1]]
    if len(names) <= count or not all(name.isidentifier() for name in names):
        return "", ()
    return names[0], tuple([Parameter(name) for name in names[1:]])


def _makes_function(work: Extraction, node: Node, macro: str) -> bool:
    """``MATCHER_P(Name, x, "…") { … }``, which the grammar reads as a call and a block: the function it defines."""
    statement = node.parent
    body = statement.next_named_sibling if statement is not None else None
    given = node.child_by_field_name("arguments")
    if statement is None or body is None or body.type != "compound_statement" or given is None:
        return False
    name, formal = _made(macro, [work.text(child) for child in given.named_children if child.type != "comment"])
    if not name:
        return False
    index = work.add_definition(
        "function",
        name,
        statement,
        node,
        open_scope=False,
        signature=_signature(work, statement.start_byte, statement.end_byte),
        parameters=formal,
        doc=documentation(work, statement.start_byte, statement.start_point.row),
    )
    end = body.end_point.row
    work.definitions[index] = work.definitions[index]._replace(end_row=end, end_byte=body.end_byte)
    work.open(index, body.end_byte)
    notes(work).names[index] = {p.name for p in formal}
    return True


def _virtual_words(work: Extraction, function_node: Node | None) -> list[str]:
    if function_node is None:
        return []
    return [work.text(child) for child in function_node.named_children if child.type == "virtual_specifier"]


def _around_flags(work: Extraction, scope: int) -> tuple[str, ...]:
    """Flags of the innermost namespace that has no name, if the scope lies directly in one."""
    definition = work.definitions[scope]
    return definition.flags if definition.kind == "object" and not definition.name else ()


# -- classes


def klass(work: Extraction, node: Node) -> None:
    """A struct, union, enum or class with its body."""
    state = notes(work)
    if work.definitions[work.scope].kind == "macro":
        return  # it comes to be where the macro is used
    kind = _KINDS[node.type]
    name_node = node.child_by_field_name("name")
    name = ""
    extra: tuple[tuple[str, int], ...] = ()
    qualified_name: str | None = None
    flags: set[str] = set()
    if name_node is not None:
        heart = last_segment(name_node)
        name = plain_name(work, heart)
        if name_node.type == "qualified_identifier":
            base, path = owner(work, name_node)
            if base >= 0:
                extra = (("owner", base),)
            outer = work.definitions[work.named(work.scope)].qualified_name if work.named(work.scope) else ""
            qualified_name = ".".join(filter(None, (outer, *path, name)))
        if heart.type == "template_type":
            flags.add("specialization")
            extra += (("written", work.expression(heart)),)
        name_node = heart
    else:
        given: tuple[str, Node] | None = work.scratch.get("named", {}).get(node.id)
        if given is not None:
            name, name_node = given
    if node.type == "union_specifier":
        flags.add("union")
    start = node.start_byte
    type_parameters: tuple[tuple[str, int], ...] = ()
    template = state.templates.pop(node.id, None)
    if template is not None:
        type_parameters, start = template
    bases: list[int] = []
    body = node.child_by_field_name("body")
    for child in node.children:
        if child.type == "base_class_clause":
            for base in child.named_children:
                if base.type in NAME_TYPES or base.type in ("dependent_type", "decltype"):
                    expression = work.expression(base)
                    bases.append(expression)
                    work.add_reference("inherit", plain_name(work, last_segment(base)), expression, base)
        elif child.type == "class" or (kind == "enum" and child.type == "struct"):
            flags.add("scoped" if kind == "enum" else "class")
    flags.discard("class")
    known = work.definition_of(node)
    if known is None:
        row = work.data.count(b"\n", start, node.start_byte) if start != node.start_byte else 0
        known = work.add_definition(
            kind if name else "object",
            name,
            node,
            name_node,
            open_scope=False,
            signature=_signature(work, start, body.start_byte if body is not None else node.end_byte),
            bases=tuple(bases),
            doc=documentation(work, start, node.start_point.row - row) or _outer_doc(work, node),
            visibility=state.access.get(work.scope, "public"),
            flags=(*flags, *(() if name else (kind,))),
            type_parameters=type_parameters,
            extra=extra,
            qualified_name=qualified_name,
        )
    work.open(known, node.end_byte)
    if kind == "enum":
        _enumerators(work, body, known)
    else:
        state.access[known] = "private" if node.type == "class_specifier" else "public"


def _outer_doc(work: Extraction, node: Node) -> str:
    """The comment above ``typedef struct …``, which starts before the struct does."""
    line = work.data.rfind(b"\n", 0, node.start_byte) + 1
    before = work.data[line : node.start_byte].strip()
    if before in (b"typedef", b"static", b"const", b"typedef const"):
        return documentation(work, line, node.start_point.row)
    return ""


def _enumerators(work: Extraction, body: Node | None, parent: int) -> None:
    if body is None:
        return
    for child in body.named_children:
        if child.type == "enumerator":
            name_node = child.child_by_field_name("name")
            if name_node is not None:
                notes(work).last_member = work.add_definition(
                    "constant",
                    work.text(name_node),
                    child,
                    name_node,
                    open_scope=False,
                    parent=parent,
                    signature=_signature(work, child.start_byte, child.end_byte),
                    value=work.intern("inst", work.intern("def", parent)),
                )


def typedef(work: Extraction, node: Node) -> None:
    """``typedef``: aliases; a struct without a name takes the first one's."""
    type_node = node.child_by_field_name("type")
    declarators = node.children_by_field_name("declarator")
    if type_node is None:
        return
    tagged = type_node.type in _KINDS
    tag = work.field_text(type_node, "name") if tagged else ""
    has_body = tagged and type_node.child_by_field_name("body") is not None
    if has_body and not tag:
        for child in declarators:
            if child.type in ("type_identifier", "primitive_type"):
                work.scratch.setdefault("named", {})[type_node.id] = (work.text(child), child)
                tag = work.text(child)
                break
    base = work.expression(type_node)
    for child in declarators:
        found = declarator(work, child, base)
        if found is None:
            continue
        name = plain_name(work, found.name)
        if not name or (tag == name and found.function is None):
            continue
        value = found.type
        if found.function is not None:
            value = work.intern("fn", tuple([p.type for p in parameters(work, found.function)]), found.type)
        work.add_definition(
            "type",
            name,
            node,
            found.name,
            open_scope=False,
            signature=_signature(work, node.start_byte, node.end_byte),
            doc=documentation(work, node.start_byte, node.start_point.row),
            visibility=notes(work).access.get(work.scope, "public"),
            value=value,
        )


# -- variables


def declaration(work: Extraction, node: Node) -> None:
    """Variables, fields and prototypes."""
    declarators = node.children_by_field_name("declarator")
    if not declarators:
        return
    scope = work.scope
    around = work.definitions[scope]
    type_node = node.child_by_field_name("type")
    if type_node is not None and type_node.type in _KINDS:
        _prepare_anonymous(work, type_node)
    base = constant(work, node, work.expression(type_node))
    if around.kind in FUNCTION_KINDS:
        _locals(work, node, type_node, base, declarators)
        return
    flags: set[str] | None = None
    member = around.kind in CLASS_KINDS or (around.kind == "object" and "namespace" not in around.flags)
    for child in declarators:
        found = declarator(work, child, base)
        if found is None:
            continue
        if flags is None:
            flags = _specifiers(work, node)
        if found.function is not None or found.name.type == "operator_cast":
            own = set(flags)
            default = node.child_by_field_name("default_value") if member else None
            if default is not None and work.text(default) == "0":
                own |= {"abstract", "virtual"}
            elif member:
                for part in node.named_children:
                    if part.type == "pure_virtual_clause":
                        own |= {"abstract", "virtual"}
                    elif part.type == "default_method_clause":
                        own.add("default")
                    elif part.type == "delete_method_clause":
                        own.add("deleted")
            add_function(work, node, found, own, node.end_byte, has_body=False, typed=type_node is not None)
            continue
        value = found.value or node.child_by_field_name("default_value")
        _variable(work, node, found, flags, base, value, member)
        if not member and work.language.name == "cpp":
            construct(work, type_node, base, found, value)


def _variable(
    work: Extraction, node: Node, found: Declared, flags: set[str], base: int, value: Node | None, member: bool
) -> None:
    """A field or a variable outside functions."""
    state = notes(work)
    name = plain_name(work, last_segment(found.name))
    if not name or found.name.type == "structured_binding_declarator":
        return
    scope = work.scope
    extra: tuple[tuple[str, int], ...] = ()
    qualified_name: str | None = None
    own = flags & {"static", "extern", "const", "constexpr", "inline", "mutable"}
    if found.reference:
        own.add("reference")
    if found.name.type == "qualified_identifier":
        # A static member's home: the class has declared it.
        expression, path = owner(work, found.name)
        if expression >= 0:
            extra = (("owner", expression),)
        outer = work.definitions[work.named(scope)].qualified_name if work.named(scope) else ""
        qualified_name = ".".join(filter(None, (outer, *path, name)))
    if "extern" in own and value is None:
        own.add("signature")
    kind = "field" if member else "constant" if own & {"const", "constexpr"} and found.type == base else "variable"
    index = work.add_definition(
        kind,
        name,
        node,
        last_segment(found.name),
        open_scope=False,
        signature=_signature(work, node.start_byte, value.start_byte if value is not None else node.end_byte).rstrip(
            " ="
        ),
        doc=documentation(work, node.start_byte, node.start_point.row),
        visibility=state.access.get(scope, "public") if member else "private" if "static" in own else "public",
        flags=tuple(own),
        value=work.intern("inst", found.type) if found.type >= 0 else work.expression(value),
        extra=extra,
        qualified_name=qualified_name,
    )
    state.last_member = index
    if value is not None and value.type == "initializer_list":
        state.tables.append((value.end_byte, found.type))


def _locals(work: Extraction, node: Node, type_node: Node | None, base: int, declarators: list[Node]) -> None:
    """Variables inside a function."""
    is_cpp = work.language.name == "cpp"
    row = node.start_point.row
    end = block_end(work, node.start_byte)
    for child in declarators:
        found = declarator(work, child, base)
        if found is None:
            continue
        value = found.value or node.child_by_field_name("value")
        if found.name.type == "structured_binding_declarator":
            whole = work.expression(value)
            for position, part in enumerate(found.name.named_children):
                bind(
                    work,
                    work.text(part),
                    work.intern("item", whole, position),
                    part.end_byte,
                    end,
                    row,
                    kind="declare",
                    declared=False,
                )
            continue
        name = plain_name(work, found.name)
        if not name:
            continue
        if found.function is not None:
            if is_cpp and type_node is not None:
                values = _vexing_arguments(work, found.function)
                if values is not None:
                    kind = work.intern("inst", found.type)
                    bind(work, name, kind, found.name.end_byte, end, row, kind="declare", declared=True)
                    construct(work, type_node, base, found._replace(function=None), None, values)
            continue
        declared = found.type >= 0
        expression = work.intern("inst", found.type) if declared else work.expression(value)
        bind(work, name, expression, found.name.end_byte, end, row, kind="declare", declared=declared)
        if is_cpp:
            construct(work, type_node, base, found, value)
        if value is not None and value.type == "initializer_list":
            notes(work).tables.append((value.end_byte, found.type))


def _vexing_arguments(work: Extraction, function_node: Node, depth: int = 0) -> tuple[int, ...] | None:
    """The arguments of ``T x(a, b);`` inside a function, which the grammar reads as a prototype."""
    found = function_node.child_by_field_name("parameters")
    if found is None or not found.named_child_count or depth > 8:
        return None
    values: list[int] = []
    for child in found.named_children:
        if child.type == "comment":
            continue
        kind = child.child_by_field_name("type") if child.type == "parameter_declaration" else None
        if kind is None or kind.type not in ("type_identifier", "qualified_identifier"):
            return None
        inner = child.child_by_field_name("declarator")
        value = work.expression(kind)
        if inner is not None:
            if inner.type == "abstract_function_declarator":
                value = _vexing_call(work, kind, value, inner, depth + 1)
            elif inner.type == "parenthesized_declarator":
                value = work.intern("call", value, (work.expression(first_named(inner)),), ())
                work.add_reference("call", plain_name(work, last_segment(kind)), value, last_segment(kind), 1)
            else:
                return None
        values.append(value)
    return tuple(values)


def _vexing_call(work: Extraction, kind: Node, callee: int, inner: Node, depth: int) -> int:
    """``f()`` or ``f(x)`` that the grammar took for a function type."""
    inside = _vexing_arguments(work, inner, depth) or ()
    value = work.intern("call", callee, inside, ())
    work.add_reference("call", plain_name(work, last_segment(kind)), value, last_segment(kind), len(inside))
    return value


def _prepare_anonymous(work: Extraction, type_node: Node) -> None:
    """The definition of a struct without a name, ahead of its capture, so that variables can refer to it."""
    body = type_node.child_by_field_name("body")
    if body is None or type_node.child_by_field_name("name") is not None:
        return
    work.anonymous("object", type_node, flags=(_KINDS[type_node.type], "held"))


def construct(
    work: Extraction,
    type_node: Node | None,
    base: int,
    found: Declared,
    value: Node | None,
    values: tuple[int, ...] | None = None,
) -> None:
    """``T x(…)``, ``T x{…}`` and ``T x;`` run a constructor of ``T``; ``T x = …`` is a conversion or a copy."""
    if type_node is None or base < 0 or found.type != base or type_node.type in _BUILTIN_TYPES or found.reference:
        return
    if type_node.type not in ("type_identifier", "qualified_identifier", "template_type", "dependent_type"):
        return
    heart = last_segment(type_node)
    plain = work.expression(type_node)
    if heart.type == "dependent_type":
        heart = last_segment(first_named(heart) or heart)
    if values is None:
        if value is None:
            work.add_reference("construct", plain_name(work, heart), work.intern("inst", plain), heart, 0, _DECLARED)
            return
        if value.type not in ("argument_list", "initializer_list"):
            return
        values, count = arguments(work, value)
    else:
        count = len(values)
    expression = work.intern("new", plain, values, ())
    work.add_reference("construct", plain_name(work, heart), expression, heart, count, _DECLARED)


# -- references


def call(work: Extraction, node: Node) -> None:
    """A call site."""
    target = node.child_by_field_name("function")
    if target is None:
        return
    shape = target.type
    if shape == "field_expression":
        inner = target.child_by_field_name("argument")
        if inner is not None and inner.type == "call_expression":
            work.chain(node, ("function", "argument"))
        heart = target.child_by_field_name("field")
        if heart is None:
            return
        heart = last_segment(heart)
    elif shape == "identifier":
        heart = target
    elif shape in ("primitive_type", "sized_type_specifier", "lambda_expression"):
        work.expression(node)
        return
    else:
        heart = target
        for _ in range(20):
            kind = heart.type
            if kind in ("parenthesized_expression", "pointer_expression", "subscript_expression", "cast_expression"):
                inner = (
                    heart.child_by_field_name("argument") or heart.child_by_field_name("value") or first_named(heart)
                )
                if inner is None:
                    return
                heart = inner
            elif kind == "field_expression":
                inner = heart.child_by_field_name("field")
                if inner is None:
                    return
                heart = inner
            else:
                break
        heart = last_segment(heart)
        if heart.type not in NAME_TYPES and heart.type != "dependent_name":
            return
    name = plain_name(work, heart)
    if not name or (shape == "template_function" and name in CASTS) or name.startswith("__has_"):
        return
    expression = work.expression(node)
    if expression < 0:
        return
    around = work.definitions[work.scope]
    if around.kind in ("module", "package", "object") and (
        _is_prototype(work, node, name, heart) or _is_defaulted(work, node, target)
    ):
        return
    if around.kind in ("module", "package", "object") and _MAKERS.match(name) and _makes_function(work, node, name):
        return
    if around.kind in CLASS_KINDS and name == around.name:
        return  # a constructor's declaration that the grammar took for a call
    given = node.child_by_field_name("arguments")
    if given is None:
        count = 0
    else:
        count = given.named_child_count
        for child in given.named_children if count else ():
            shape = child.type
            if shape == "comment":
                count -= 1
            elif shape == "parameter_pack_expansion":
                count = -1
                break
    work.add_reference("call", name, expression, heart, count)


def _is_prototype(work: Extraction, node: Node, name: str, heart: Node) -> bool:
    """``type *(name)(void);`` outside functions: the grammar reads a product with a call."""
    parent = node.parent
    if parent is None or parent.type not in ("binary_expression", "pointer_expression"):
        return False
    outer = parent.parent
    if outer is None or outer.type != "expression_statement":
        return False
    work.add_definition(
        "function",
        name,
        outer,
        heart,
        open_scope=False,
        signature=_signature(work, outer.start_byte, outer.end_byte),
        flags=("signature",),
    )
    return True


def _is_defaulted(work: Extraction, node: Node, target: Node) -> bool:
    """``Owner::Owner() = default;`` outside functions: the grammar reads an assignment to a call."""
    parent = node.parent
    if parent is None or parent.type != "assignment_expression" or target.type != "qualified_identifier":
        return False
    word = work.field_text(parent, "right")
    if word not in ("default", "delete"):
        return False
    flags = {"default" if word == "default" else "deleted"}
    found = Declared(target, NONE, None, None)
    add_function(work, parent, found, flags, node.end_byte, has_body=True, typed=False)
    return True


def type_mention(work: Extraction, node: Node) -> None:
    """A type that is mentioned, once for each definition around."""
    name = work.text(node)
    whole = _qualified(node)
    key = (work.scope, work.text(whole))
    seen = notes(work).seen_types
    if key in seen:
        return
    seen.add(key)
    definition = work.definitions[work.scope]
    if whole is node and (definition.name == name or any(name == p for p, _ in definition.type_parameters)):
        return
    expression = work.intern("name", name) if whole is node else work.expression(whole)
    if expression != NONE:
        work.add_reference("type", name, expression, node)


def _qualified(node: Node) -> Node:
    """The whole of ``a::b::Type<…>`` that ends in this name; the name itself where nothing stands before it."""
    whole = node
    around = node.parent
    if around is not None and around.type == "template_type" and around.child_by_field_name("name") == whole:
        whole, around = around, around.parent
    qualified = False
    while around is not None and around.type == "qualified_identifier" and around.child_by_field_name("name") == whole:
        whole, around = around, around.parent
        qualified = True
    return whole if qualified else node


def value(work: Extraction, node: Node) -> None:
    """A name used as a value: perhaps a function."""
    if node.type == "identifier":
        name = work.text(node)
        if is_local(work, name):
            return
        work.add_reference("value", name, work.intern("name", name), node)
        return
    heart = last_segment(node)
    work.add_reference("value", plain_name(work, heart), work.expression(node), heart)


def entry(work: Extraction, node: Node) -> None:
    """A name in an initialiser table: which field of which type it fills."""
    state = notes(work)
    start = node.start_byte
    tables = state.tables
    while tables and tables[-1][0] <= start:
        tables.pop()
    if not tables or (node.type == "identifier" and is_local(work, work.text(node))):
        return
    end = tables[-1][0]
    state.entries[end] = state.entries.get(end, 0) + 1
    if state.entries[end] > TABLE_LIMIT:
        return
    kind = tables[-1][1]
    inner: Node | None = node
    place = node.parent
    while place is not None and place.type in ("pointer_expression", "cast_expression"):
        inner, place = place, place.parent
    field = ""
    if place is not None and place.type == "initializer_pair":
        designator = place.child_by_field_name("designator")
        if designator is not None and designator.type == "field_designator":
            field = work.text(first_named(designator))
        inner, place = place, place.parent
    if place is None or inner is None:
        return
    if not field:
        for position, child in enumerate(place.named_children[:64]):
            if child.id == inner.id:
                field = f"#{position}"
                break
        else:
            return
    depth = 0
    outer = place.parent
    while outer is not None and outer.type in ("initializer_list", "initializer_pair") and depth < 4:
        if outer.type == "initializer_pair":
            designator = outer.child_by_field_name("designator")
            if designator is not None and designator.type == "field_designator":
                return  # a struct in a struct: rare, and the inner type is not at hand
        else:
            depth += 1
        outer = outer.parent
    expressions = work.expressions
    while depth and kind >= 0 and expressions[kind][0] == "ref":
        kind = expressions[kind][1]
        depth -= 1
    if kind < 0 or depth:
        return
    plain: Node | None = node
    while plain is not None and plain.type in ("pointer_expression", "cast_expression"):
        plain = plain.child_by_field_name("argument") or plain.child_by_field_name("value")
    work.bindings.append(
        Binding(
            work.scope,
            field,
            work.expression(plain),
            "attr",
            start,
            node.end_byte,
            work.intern("inst", kind),
            node.start_point.row,
        )
    )


def table(work: Extraction, node: Node) -> None:
    """A compound literal is an initialiser of its own."""
    notes(work).tables.append((node.end_byte, work.expression(node.child_by_field_name("type"))))


def assign(work: Extraction, node: Node) -> None:
    """``x->field = name``: the field may hold that function."""
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or right is None:
        return
    plain = right
    if plain.type == "pointer_expression":
        inner = plain.child_by_field_name("argument")
        if inner is None or inner.type not in ("identifier", "qualified_identifier"):
            return
        plain = inner
    if plain.type == "identifier" and is_local(work, work.text(plain)):
        return
    member = left.child_by_field_name("field")
    target = work.expression(left)
    if member is None or target < 0 or work.expressions[target][0] != "attr":
        return
    work.bindings.append(
        Binding(
            work.scope,
            plain_name(work, member),
            work.expression(plain),
            "attr",
            node.end_byte,
            len(work.data),
            work.expressions[target][1],
            node.start_point.row,
        )
    )


def include(work: Extraction, node: Node) -> None:
    """``#include``."""
    path = node.child_by_field_name("path")
    if path is None:
        return
    text = work.text(path)
    if text[:1] not in ('"', "<"):
        return
    flags = ("system",) if text.startswith("<") else ()
    work.add_import("", text.strip('<>"'), "*", node, flags=flags, scope=0)


# -- conditionals


def conditional(work: Extraction, node: Node) -> None:
    """``#if`` and its branches: what stands in different ones excludes each other. Conditions are kept as text."""
    state = notes(work)
    group = state.groups
    state.groups += 1
    at: Node | None = node
    branches: list[tuple[int, int, int, int, str]] = []
    while at is not None and len(branches) < 60:
        other = at.child_by_field_name("alternative")
        end = other.start_byte if other is not None else node.end_byte
        branches.append((at.start_byte, end, group, len(branches), _condition(work, at)))
        at = other
    first = branches[0]
    if first[4] == "if 0":
        state.unused.append(first[:2])
    is_guard = (
        len(branches) == 1
        and first[4].startswith(("ifndef", "if !"))
        and (first[1] - first[0]) * 10 > 9 * len(work.data.strip())
    )
    if not is_guard:
        state.branches += branches


def _condition(work: Extraction, node: Node) -> str:
    """The directive that begins a branch, in one line."""
    if node.type == "preproc_else":
        return "else"
    word = node.children[0].type.lstrip("#").strip() if node.child_count else ""
    rest = node.child_by_field_name("name") or node.child_by_field_name("condition")
    text = work.text(rest)
    if text and rest is not None and rest.type != "identifier":
        # What the grammar cannot read was blanked for it: the words are those of the file.
        found = _DIRECTIVE_REST.match(work.data, rest.start_byte)
        text = found[0].decode("utf-8", "replace") if found is not None else text
        text = _COMMENT.sub(" ", text).replace("\\", " ")
    return f"{word} {' '.join(text.split())}"[:300]


# -- macros


def macro(work: Extraction, node: Node) -> None:
    """``#define``: its body is read at the end of the file, see :mod:`parsers.languages._cmacros`."""
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    body = node.child_by_field_name("value")
    state = notes(work)
    name = work.text(name_node)
    flags: tuple[str, ...] = ()
    formal: tuple[Parameter, ...] = ()
    if node.type == "preproc_function_def":
        found = node.child_by_field_name("parameters")
        flags = ("function",)
        if found is not None:
            formal = tuple(
                [
                    Parameter(work.text(child)) if child.type == "identifier" else Parameter("__VA_ARGS__", "args")
                    for child in found.children
                    if child.type in ("identifier", "...")
                ]
            )
    elif body is None:
        # Include guards and switches are no symbols, but conditions ask for them.
        work.add_definition("object", "", node, name_node, open_scope=False, parent=0, flags=("switch", f"#{name}"))
        return
    text = work.text(body).strip() if body is not None else ""
    if "//" in text and '"' not in text:
        text = text.partition("//")[0].strip()
    value = NONE
    if text and len(text) < 80:
        if text.isidentifier():
            value = work.intern("name", text)
        elif text[0].isdigit():
            value = work.intern("lit", "int")
        elif text[0] == '"':
            value = work.intern("lit", "str")
    index = work.add_definition(
        "macro",
        name,
        node,
        name_node,
        open_scope=False,
        parent=0,
        qualified_name=name,
        signature=_macro_signature(work, node, body if flags else None),
        parameters=formal,
        doc=documentation(work, node.start_byte, node.start_point.row),
        flags=flags,
        value=value,
    )
    if node.end_point.column == 0:  # the node takes its line's end with it
        definition = work.definitions[index]
        work.definitions[index] = definition._replace(end_row=max(definition.end_row - 1, definition.row))
    state.names[index] = {p.name for p in formal}
    if body is not None and (flags or "(" in text):
        state.macros.append((index, node.start_byte, body.start_byte, body.end_byte))


def complete(work: Extraction) -> None:
    """Give each definition its number of branches; a name being defined is no mention of it."""
    _blanked_macros(work)
    state = notes(work)
    if state.unused:
        work.references = [r for r in work.references if not any(a <= r.start_byte < b for a, b in state.unused)]
    _loose_macros(work)
    _branches(work)
    defined = {(d.row, d.column) for d in work.definitions}
    work.references = [r for r in work.references if r.role != "type" or (r.row, r.column) not in defined]
    for index, count in work.branches.items():
        if index:
            work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)


def _loose_macros(work: Extraction) -> None:
    """Macros without arguments among declarations, blanked for the grammar: they may open or close namespaces."""
    uses: list[tuple[int, bytes]] = work.scratch.get("loose", [])
    if not uses:
        return
    rows = row_starts(work.data)
    for start, word in uses:
        row = bisect_right(rows, start) - 1
        end = start + len(word)
        flags = tuple(sorted(("loose", f"#{word.decode('ascii')}")))
        work.definitions.append(
            Definition("object", "", "", 0, row, start - rows[row], row, row, start, end, flags=flags)
        )


def _branches(work: Extraction) -> None:
    """Which definitions stand in which branches: the conditions by group, and (definition, group, branch)."""
    branches = sorted(notes(work).branches, key=lambda b: (b[0], -b[1]))
    if not branches:
        return
    conditions: dict[int, list[str]] = {}
    for _, _, group, _, text in sorted(notes(work).branches, key=lambda b: (b[2], b[3])):
        conditions.setdefault(group, []).append(text)
    order = sorted(range(1, len(work.definitions)), key=lambda i: work.definitions[i].start_byte)
    stack: list[tuple[int, int, int]] = []
    members: list[list[int]] = []
    numbers: dict[int, int] = {}
    at = 0
    for index in order:
        definition = work.definitions[index]
        if definition.kind not in _CONDITIONAL or (definition.kind == "object" and "switch" not in definition.flags):
            continue
        start = definition.start_byte
        while at < len(branches) and branches[at][0] <= start:
            first, end, group, number, _ = branches[at]
            while stack and stack[-1][0] <= first:
                stack.pop()
            stack.append((end, group, number))
            at += 1
        while stack and stack[-1][0] <= start:
            stack.pop()
        for _, group, number in stack:
            members.append([index, numbers.setdefault(group, len(numbers)), number])
    if members:
        work.facts.extra["branches"] = {"conditions": [conditions[g] for g in numbers], "members": members}


def row_starts(data: bytes) -> list[int]:
    """The first byte of each line."""
    rows = [0]
    at = data.find(b"\n")
    while at >= 0:
        rows.append(at + 1)
        at = data.find(b"\n", at + 1)
    return rows


def _macro_signature(work: Extraction, node: Node, body: Node | None) -> str:
    """The head of a macro with parameters; the whole of one without."""
    end = body.start_byte if body is not None else node.end_byte
    return " ".join(work.data[node.start_byte : end].decode("utf-8", "replace").split())[:SIGNATURE_LIMIT]


def _blanked_macros(work: Extraction) -> None:
    """Macros that stood for a whole statement or declaration, blanked for the grammar: each is a call of its macro."""
    uses: list[tuple[int, bytes]] = sorted(work.scratch.get("macro_uses", ()))
    if not uses:
        return
    rows = row_starts(work.data)
    scopes = sorted(
        (d.start_byte, -d.end_byte, index)
        for index, d in enumerate(work.definitions)
        if d.kind in FUNCTION_KINDS or d.kind in CLASS_KINDS or d.kind == "package"
    )
    stack: list[tuple[int, int]] = [(len(work.data) + 1, 0)]
    position = 0
    for start, word in uses:
        while position < len(scopes) and scopes[position][0] <= start:
            first, end, index = scopes[position]
            while stack[-1][0] <= first:
                stack.pop()
            stack.append((-end, index))
            position += 1
        while stack[-1][0] <= start:
            stack.pop()
        row = bisect_right(rows, start) - 1
        name = word.decode("ascii")
        expression = work.intern("call", work.intern("name", name), (), ())
        work.references.append(Reference("call", name, expression, stack[-1][1], row, start - rows[row], start, -1))


HANDLERS: dict[str, Callable[[Any, Any], None]] = {
    "function": function,
    "declaration": declaration,
    "class": klass,
    "typedef": typedef,
    "macro": macro,
    "include": include,
    "block": block,
    "branch": branch,
    "case": case,
    "call": call,
    "type": type_mention,
    "value": value,
    "entry": entry,
    "assign": assign,
    "table": table,
    "comment": comment,
    "conditional": conditional,
}
