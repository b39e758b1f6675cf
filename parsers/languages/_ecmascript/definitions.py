"""Functions, classes, members and object literals as definitions, and the patterns that bind parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding, Parameter
from parsers.languages._ecmascript import jsdoc
from parsers.languages._ecmascript.notes import Naming, notes
from parsers.languages._ecmascript.types import annotated, annotation, arguments, member_key, member_name, only

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
PROPERTY_LIMIT = 1000
FUNCTIONS = frozenset(("arrow_function", "function_expression", "generator_function"))
CLASSES = frozenset(("class", "class_declaration", "abstract_class_declaration"))
_BETWEEN = frozenset(
    b"export default const let var async declare abstract public private protected static readonly override".split()
)
"""Words that may stand between a comment and the definition it describes."""


# -- texts


def signature(work: Extraction, node: Node, body: Node | None, start: int | None = None) -> str:
    """The head of a definition on one line; ``start`` is where it begins when that is before its node."""
    end = body.start_byte if body is not None else node.end_byte
    begin = node.start_byte if start is None else min(start, node.start_byte)
    text = work.data[begin : min(end, begin + 2000)].decode("utf-8", "replace")
    return " ".join(text.split())[:SIGNATURE_LIMIT].rstrip("{ ")


def comment_before(work: Extraction, start: int) -> str:
    """The comment that stands directly before byte ``start``, as it is written; '' for none."""
    begin, end = notes(work).comment
    if end < 0 or end > start or start - end > 200:
        return ""
    between = work.data[end:start]
    if between.strip() and not _BETWEEN.issuperset(_words_without_name(between)):
        return ""
    return work.data[begin:end].decode("utf-8", "replace")


def _words_without_name(between: bytes) -> list[bytes]:
    """Words between a comment and a function value: ``const NAME =`` and ``NAME:`` count as nothing."""
    for mark in (b"=", b":"):
        if between.rstrip().endswith(mark):
            words = between.rstrip()[:-1].split()
            return words[:-1]
    return between.split()


def clean_comment(text: str) -> str:
    """A comment without its marks: ``/** … */`` or a run of ``//`` lines."""
    if text.startswith("/*"):
        lines = text[2:].removesuffix("*/").split("\n")
        lines = [line.strip().lstrip("*").strip() for line in lines]
    else:
        lines = [line.strip().lstrip("/").strip() for line in text.split("\n")]
    return "\n".join(lines).strip()[:DOC_LIMIT]


# -- patterns


def bind_pattern(
    work: Extraction,
    pattern: Node,
    value: int,
    at: Node,
    *,
    kind: str,
    scope: int,
    start: int,
    end: int,
    block_scoped: bool = False,
    declared: bool = False,
    depth: int = 0,
) -> None:
    """Bind what ``pattern`` names to the parts of ``value``; plain names and members are patterns too."""
    shape = pattern.type
    if shape in ("identifier", "shorthand_property_identifier_pattern"):
        work.bindings.append(
            Binding(
                scope,
                work.text(pattern),
                value,
                kind,
                start,
                end,
                NONE,
                at.start_point.row,
                block_scoped,
                declared,
            )
        )
        return
    if depth > 6:
        return

    def inner(part: Node | None, of: int) -> None:
        if part is not None:
            bind_pattern(
                work,
                part,
                of,
                at,
                kind=kind,
                scope=scope,
                start=start,
                end=end,
                block_scoped=block_scoped,
                declared=declared,
                depth=depth + 1,
            )

    if shape == "object_pattern":
        for child in pattern.named_children:
            part = child.type
            if part == "shorthand_property_identifier_pattern":
                inner(child, member(work, value, work.text(child)))
            elif part == "pair_pattern":
                key = member_name(work, child.child_by_field_name("key"))
                inner(child.child_by_field_name("value"), member(work, value, key))
            elif part == "object_assignment_pattern":
                left = child.child_by_field_name("left")
                found = member(work, value, work.text(left))
                inner(left, or_default(work, found, child.child_by_field_name("right")))
            elif part == "rest_pattern":
                inner(only(child), value)
    elif shape == "array_pattern":
        position = -1
        for child in pattern.children:
            # Holes count: positions go by commas.
            if not child.is_named:
                if child.type in (",", "["):
                    position += 1
                continue
            if child.type == "rest_pattern":
                found = work.intern("seq", "array", (work.intern("elem", value),)) if value != NONE else NONE
                inner(only(child), found)
            elif child.type != "comment":
                inner(child, work.intern("item", value, position) if value != NONE else NONE)
    elif shape == "assignment_pattern":
        inner(pattern.child_by_field_name("left"), or_default(work, value, pattern.child_by_field_name("right")))
    elif shape in ("non_null_expression", "parenthesized_expression", "as_expression"):
        inner(only(pattern), value)
    elif shape == "member_expression":
        work.bindings.append(
            Binding(
                scope,
                work.text(pattern.child_by_field_name("property")),
                value,
                "attr",
                start,
                end,
                work.expression(pattern.child_by_field_name("object")),
                at.start_point.row,
                False,
                declared,
            )
        )
    elif shape == "subscript_expression":
        key = pattern.child_by_field_name("index")
        name = ""
        if key is not None and key.type == "string":
            name = work.text(key)[1:-1]
        elif key is not None and key.type in ("identifier", "member_expression"):
            name = f"[{work.text(key).rpartition('.')[2]}]"
        if name:
            base = work.expression(pattern.child_by_field_name("object"))
            row = at.start_point.row
            work.bindings.append(Binding(scope, name, value, "attr", start, end, base, row, False, declared))


def member(work: Extraction, value: int, name: str) -> int:
    """Member ``name`` of an expression that may be unknown."""
    return work.intern("attr", value, name) if value != NONE else NONE


def or_default(work: Extraction, value: int, default: Node | None) -> int:
    """A value, or what stands for it where it is missing."""
    otherwise = work.expression(default)
    if otherwise == NONE or value == otherwise:
        return value
    return work.intern("union", (value, otherwise)) if value != NONE else otherwise


# -- functions


def wrapped(work: Extraction, value: Node) -> tuple[Node, int]:
    """The function or class inside parentheses and casts, with the type it is cast to; else the node itself."""
    inner: Node | None = value
    cast = NONE
    for _ in range(8):
        if inner is None:
            return value, NONE
        kind = inner.type
        if kind == "as_expression" or kind == "satisfies_expression":
            parts = [c for c in inner.named_children if c.type != "comment"]
            if len(parts) > 1 and cast == NONE:
                cast = work.expression(parts[1])
            inner = parts[0] if parts else None
        elif kind == "parenthesized_expression":
            inner = only(inner)
        elif kind in FUNCTIONS or kind == "class":
            return inner, work.intern("inst", cast) if cast != NONE else NONE
        else:
            break
    return value, NONE


_WRAPPERS = frozenset(("parenthesized_expression", "as_expression", "satisfies_expression"))


def parameters(
    work: Extraction, node: Node, documented: dict[str, int]
) -> tuple[tuple[Parameter, ...], list[tuple[Node, str]], tuple[tuple[str, int], ...]]:
    """The parameters of a function, the patterns to bind once it is a definition, and a declared ``this``.

    A destructured parameter has no name of its own; it is called ``#0`` by its position.
    """
    single = node.child_by_field_name("parameter")
    if single is not None:
        name = work.text(single)
        return (Parameter(name, "", documented.get(name, NONE)),), [], ()
    listed = node.child_by_field_name("parameters")
    out: list[Parameter] = []
    patterns: list[tuple[Node, str]] = []
    extra: tuple[tuple[str, int], ...] = ()
    for child in listed.named_children if listed is not None else ():
        shape = child.type
        type_node = default = None
        pattern: Node | None = child
        optional = False
        if shape in ("required_parameter", "optional_parameter"):
            pattern = child.child_by_field_name("pattern")
            type_node = child.child_by_field_name("type")
            default = child.child_by_field_name("value")
            optional = shape == "optional_parameter"
        elif shape == "assignment_pattern":
            pattern = child.child_by_field_name("left")
            default = child.child_by_field_name("right")
        elif shape in ("comment", "decorator"):
            continue
        if pattern is None:
            continue
        kind = ""
        if pattern.type == "rest_pattern":
            kind = "args"
            pattern = only(pattern)
            if pattern is None:
                continue
        declared = annotation(work, type_node)
        if pattern.type == "this":
            extra = (("this", declared),)
            continue
        if pattern.type == "identifier":
            name = work.text(pattern)
        else:
            name = f"#{len(out)}"
            patterns.append((pattern, name))
        if declared == NONE and documented:
            declared = documented.get(name, NONE)
            if declared != NONE and kind:
                declared = work.intern("generic", work.intern("name", "Array"), (declared,))
        out.append(
            Parameter(
                name,
                kind,
                declared,
                work.expression(default),
                default is not None or optional,
                work.text(only(type_node))[:80] if type_node is not None else "",
            )
        )
    return tuple(out), patterns, extra


def type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """Names and bounds; where there is no bound, the default says what to expect."""
    listed = node.child_by_field_name("type_parameters")
    if listed is None:
        return ()
    out = []
    known = notes(work).reported
    for child in listed.named_children:
        if child.type != "type_parameter":
            continue
        name = child.child_by_field_name("name")
        if name is None:
            continue
        known.add(name.start_byte)
        bound = child.child_by_field_name("constraint") or child.child_by_field_name("value")
        out.append((work.text(name), work.expression(bound)))
    return tuple(out)


def define_function(work: Extraction, node: Node, naming: Naming | None = None) -> int:
    """The definition of a function node, named by itself, by where it stands, or not at all."""
    known = work.definition_of(node)
    if known is not None:
        return known
    own = node.child_by_field_name("name")
    if naming is None:
        naming = notes(work).names.pop(node.id, None)
    if naming is None and own is not None:
        naming = Naming(work.text(own), own, "function")
    body = node.child_by_field_name("body")
    comment = comment_before(work, node.start_byte)
    documented = jsdoc.types(work, comment) if "@" in comment and "{" in comment else {}
    found, patterns, extra = parameters(work, node, documented)
    flags: list[str] = list(naming.flags) if naming else []
    first = node.child(0)
    if node.type == "arrow_function":
        flags.append("arrow")
    if first is not None and first.type == "async":
        flags.append("async")
    if node.type in ("generator_function", "generator_function_declaration"):
        flags.append("generator")
    if node.type in FUNCTIONS:
        # Not a declaration: the scope around it does not know it by this name, a variable may.
        flags.append("expression")
    if body is None:
        flags.append("signature")
    returns = annotation(work, node.child_by_field_name("return_type"))
    if returns == NONE:
        returns = documented.get("return", NONE)
    if naming is not None and naming.receiver != NONE and "arrow" not in flags:
        extra = (*extra, ("receiver", naming.receiver))
    if "this" in documented and not extra:
        extra = (("this", documented["this"]),)
    if naming is not None and naming.context != NONE:
        extra = (*extra, ("context", naming.context))
    name = naming.name if naming else ""
    index = work.add_definition(
        (naming.kind if naming else "lambda"),
        name,
        node,
        naming.node if naming else None,
        open_scope=False,
        signature=signature(work, node, body, naming.node.start_byte) if naming is not None and name else "",
        parameters=found,
        returns=returns,
        doc=clean_comment(comment) if name else "",
        visibility=visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        type_parameters=type_parameters(work, node),
        extra=extra,
        qualified_name=_qualified(work, naming),
    )
    bind_parameters(work, index, patterns, node)
    if own is not None and "expression" in flags:
        # A function expression knows itself by its own name, whatever it is assigned to.
        _bind_own_name(work, index, work.text(own), node)
    return index


def bind_parameters(work: Extraction, index: int, patterns: list[tuple[Node, str]], node: Node) -> None:
    """Bind the names inside destructured parameters of definition ``index``."""
    for pattern, name in patterns:
        bind_pattern(
            work,
            pattern,
            work.intern("name", name),
            pattern,
            kind="pattern",
            scope=index,
            start=node.start_byte,
            end=node.end_byte,
        )


def _bind_own_name(work: Extraction, index: int, name: str, node: Node) -> None:
    work.bindings.append(
        Binding(
            index,
            name,
            work.intern("def", index),
            "alias",
            node.start_byte,
            node.end_byte,
            NONE,
            node.start_point.row,
        )
    )


def _qualified(work: Extraction, naming: Naming | None) -> str:
    """The owner's qualified name and the own; what has no name is called as what is around it."""
    name = naming.name if naming is not None else ""
    if naming is not None and naming.prefix is not None and name:
        outer = naming.prefix
    else:
        outer = work.definitions[work.scope].qualified_name if work.scope else ""
    return f"{outer}.{name}" if outer and name else (name or outer)


def visibility(name: str) -> str:
    """By convention: ``#x`` and ``_x`` are private."""
    return "private" if name[:1] in ("#", "_") else "public"


# -- methods


def define_method(work: Extraction, node: Node) -> int:
    """A method of the class, interface or object literal around it."""
    known = work.definition_of(node)
    if known is not None:
        return known
    name_node = node.child_by_field_name("name")
    name = member_name(work, name_node)
    body = node.child_by_field_name("body")
    comment = comment_before(work, node.start_byte)
    documented = jsdoc.types(work, comment) if "@" in comment and "{" in comment else {}
    found, patterns, extra = parameters(work, node, documented)
    flags, shown = modifiers(work, node, name_node)
    if node.type != "method_definition":
        flags.append("signature")
    if node.type == "abstract_method_signature":
        flags.append("abstract")
    kind = "method"
    if "getter" in flags or "setter" in flags:
        kind = "property"
    owner = work.definitions[work.scope]
    if name == "constructor" and owner.kind == "class":
        flags.append("constructor")
    returns = annotation(work, node.child_by_field_name("return_type"))
    if returns == NONE:
        returns = documented.get("return", NONE)
    qualified = f"{owner.qualified_name}.{name}" if owner.kind == "object" and owner.qualified_name else None
    index = work.add_definition(
        kind,
        name,
        node,
        name_node,
        open_scope=False,
        signature=signature(work, node, body),
        parameters=found,
        returns=returns,
        decorators=work.pending.pop(node.id, ()),
        doc=clean_comment(comment),
        visibility=shown or visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        type_parameters=type_parameters(work, node),
        extra=extra,
        qualified_name=qualified,
    )
    bind_parameters(work, index, patterns, node)
    if "constructor" in flags:
        _parameter_properties(work, node)
    return index


_MODIFIERS = {
    "static": "static",
    "async": "async",
    "get": "getter",
    "set": "setter",
    "*": "generator",
    "abstract": "abstract",
    "readonly": "const",
    "override_modifier": "override",
    "declare": "declare",
    "accessor": "accessor",
}


def modifiers(work: Extraction, node: Node, name_node: Node | None) -> tuple[list[str], str]:
    """What stands before a member's name: flags, and the visibility when it is written."""
    flags: list[str] = []
    shown = ""
    end = name_node.start_byte if name_node is not None else node.end_byte
    for child in node.children:
        if child.start_byte >= end:
            break
        kind = child.type
        flag = _MODIFIERS.get(kind)
        if flag:
            flags.append(flag)
        elif kind == "accessibility_modifier":
            shown = work.text(child)
    return flags, shown


def _parameter_properties(work: Extraction, node: Node) -> None:
    """``constructor(private x: X)`` declares a field of the class."""
    listed = node.child_by_field_name("parameters")
    for child in listed.named_children if listed is not None else ():
        if child.type not in ("required_parameter", "optional_parameter"):
            continue
        pattern = child.child_by_field_name("pattern")
        if pattern is None or pattern.type != "identifier":
            continue
        flags, shown = modifiers(work, child, pattern)
        if not shown and "const" not in flags and "override" not in flags:
            continue
        declared = annotated(work, child.child_by_field_name("type"))
        work.add_definition(
            "field",
            work.text(pattern),
            child,
            pattern,
            open_scope=False,
            signature=signature(work, child, None),
            visibility=shown or "public",
            flags=("property", *flags),
            value=declared if declared != NONE else work.expression(child.child_by_field_name("value")),
        )


def define_field(work: Extraction, node: Node) -> None:
    """A class field; one that holds a function is a method."""
    name_node = node.child_by_field_name("name") or node.child_by_field_name("property")
    name = member_name(work, name_node)
    if name_node is None or not name:
        return
    value = node.child_by_field_name("value")
    flags, shown = modifiers(work, node, name_node)
    declared = annotated(work, node.child_by_field_name("type"))
    if value is not None and value.type in _WRAPPERS:
        value, cast = wrapped(work, value)
        declared = declared if declared != NONE else cast
    if value is not None and value.type in FUNCTIONS:
        naming = Naming(name, name_node, "method", flags=("field", *flags), context=declared)
        index = define_function(work, value, naming)
        definition = work.definitions[index]
        work.definitions[index] = definition._replace(
            visibility=shown or definition.visibility,
            decorators=work.pending.pop(node.id, ()),
            doc=definition.doc or clean_comment(comment_before(work, node.start_byte)),
        )
        return
    if value is not None and value.type == "class":
        notes(work).names[value.id] = Naming(name, name_node, "class", flags=tuple(flags))
    comment = comment_before(work, node.start_byte)
    if declared == NONE and "@type" in comment:
        documented = jsdoc.types(work, comment).get("type", NONE)
        declared = work.intern("inst", documented) if documented != NONE else NONE
    assigned = work.expression(value)
    extra = (("initial", assigned),) if declared != NONE and assigned != NONE else ()
    work.add_definition(
        "field",
        name,
        node,
        name_node,
        open_scope=False,
        signature=" ".join(work.text(node)[:120].split()),
        decorators=work.pending.pop(node.id, ()),
        doc=clean_comment(comment),
        visibility=shown or visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        value=declared if declared != NONE else assigned,
        extra=extra,
    )


# -- classes and interfaces


def define_class(work: Extraction, node: Node, naming: Naming | None = None) -> int:
    """The definition of a class declaration or expression."""
    known = work.definition_of(node)
    if known is not None:
        return known
    own = node.child_by_field_name("name")
    if naming is None:
        naming = notes(work).names.pop(node.id, None)
    if naming is None and own is not None:
        naming = Naming(work.text(own), own, "class")
    if own is not None:
        notes(work).reported.add(own.start_byte)
    bases: list[int] = []
    extra: list[tuple[str, int]] = []
    heritage = next((c for c in node.named_children if c.type == "class_heritage"), None)
    if heritage is not None:
        _heritage(work, heritage, bases, extra)
    body = node.child_by_field_name("body")
    flags = list(naming.flags) if naming else []
    if node.type == "abstract_class_declaration":
        flags.append("abstract")
    if node.type == "class":
        flags.append("expression")
    comment = comment_before(work, node.start_byte)
    name = naming.name if naming else ""
    index = work.add_definition(
        "class",
        name,
        node,
        naming.node if naming else None,
        open_scope=False,
        signature=signature(work, node, body),
        bases=tuple(bases),
        decorators=work.pending.pop(node.id, ()),
        doc=clean_comment(comment),
        visibility=visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        type_parameters=type_parameters(work, node),
        extra=tuple(extra),
        qualified_name=_qualified(work, naming),
    )
    if own is not None and node.type == "class":
        _bind_own_name(work, index, work.text(own), node)
    return index


def _heritage(work: Extraction, heritage: Node, bases: list[int], extra: list[tuple[str, int]]) -> None:
    for clause in heritage.named_children:
        kind = clause.type
        if kind == "implements_clause":
            for child in clause.named_children:
                base = work.expression(child)
                if base != NONE:
                    bases.append(base)
                    extra.append(("implements", base))
                    _inherit_reference(work, child, base)
            continue
        node: Node | None = clause
        types: tuple[int, ...] = ()
        if kind == "extends_clause":
            node = clause.child_by_field_name("value")
            types = arguments(work, clause.child_by_field_name("type_arguments"))
        elif kind == "comment":
            continue
        base = work.expression(node)
        if base == NONE or node is None:
            # What cannot be read may be anything: members not found here are not therefore missing.
            extra.append(("unknown_base", NONE))
            continue
        if types:
            base = work.intern("generic", base, types)
        bases.append(base)
        _inherit_reference(work, node, base)


def _inherit_reference(work: Extraction, node: Node, base: int) -> None:
    kind = node.type
    if kind == "generic_type":
        node = node.child_by_field_name("name") or node
        kind = node.type
    if kind == "member_expression":
        node = node.child_by_field_name("property") or node
    elif kind == "nested_type_identifier":
        node = node.child_by_field_name("name") or node
    elif kind not in ("identifier", "type_identifier"):
        return
    notes(work).reported.add(node.start_byte)
    item = work.expressions[base]
    work.add_reference("inherit", work.text(node), item[1] if item[0] == "generic" else base, node)


def define_interface(work: Extraction, node: Node) -> int:
    """An interface; its members follow as definitions of their own."""
    from parsers.languages._ecmascript.types import signatures

    name_node = node.child_by_field_name("name")
    if name_node is not None:
        notes(work).reported.add(name_node.start_byte)
    bases: list[int] = []
    for child in node.named_children:
        if child.type == "extends_type_clause":
            for base_node in child.named_children:
                base = work.expression(base_node)
                if base != NONE:
                    bases.append(base)
                    _inherit_reference(work, base_node, base)
    body = node.child_by_field_name("body")
    name = work.text(name_node)
    index = work.add_definition(
        "interface",
        name,
        node,
        name_node,
        signature=signature(work, node, body),
        bases=tuple(bases),
        doc=clean_comment(comment_before(work, node.start_byte)),
        visibility=visibility(name),
        type_parameters=type_parameters(work, node),
    )
    # Read inside its own scope: signatures with type parameters are definitions in it.
    extra = signatures(work, body)
    if extra:
        work.definitions[index] = work.definitions[index]._replace(extra=extra)
    return index


# -- object literals


def define_object(work: Extraction, node: Node) -> int:
    """An object literal: a map; with functions in it also a definition, for ``this`` and as their owner."""
    children = node.named_children
    if not children or any(_holds_function(child) for child in children):
        # An empty one is filled later (``app.use = …``): it must be told from every other.
        return work.intern("def", _object_definition(work, node, children))
    keys, values = _properties(work, node, children, None)
    return work.intern("map", keys, values)


def _holds_function(child: Node) -> bool:
    if child.type == "method_definition":
        return True
    if child.type != "pair":
        return False
    value = child.child_by_field_name("value")
    if value is None:
        return False
    kind = value.type
    if kind in _WRAPPERS and value.named_child_count:
        # As far as needed to tell a cast function from any other value.
        inner: Node | None = value
        while inner is not None and inner.type in _WRAPPERS:
            inner = only(inner)
        kind = inner.type if inner is not None else kind
    return kind in FUNCTIONS


def _object_definition(work: Extraction, node: Node, children: list[Node]) -> int:
    known = work.definition_of(node)
    if known is not None:
        return known
    prefix = notes(work).prefixes.pop(node.id, None)
    if prefix is None:
        owner = work.definitions[work.scope]
        if owner.kind == "object":
            prefix = owner.qualified_name
        else:
            outer = work.named(work.scope)
            prefix = work.definitions[outer].qualified_name if outer else ""
    index = work.add_definition("object", "", node, open_scope=False, qualified_name=prefix)
    scope, work.scope = work.scope, index
    keys, values = _properties(work, node, children, prefix)
    work.scope = scope
    work.definitions[index] = work.definitions[index]._replace(value=work.intern("map", keys, values))
    return index


def _properties(
    work: Extraction, node: Node, children: list[Node], prefix: str | None
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    keys: list[int] = []
    values: list[int] = []
    if prefix is None:
        prefix = notes(work).prefixes.pop(node.id, None)
    for child in children[:PROPERTY_LIMIT]:
        kind = child.type
        if kind == "pair":
            key_node = child.child_by_field_name("key")
            value_node = child.child_by_field_name("value")
            if key_node is None or value_node is None:
                continue
            cast = NONE
            if value_node.type in _WRAPPERS:
                value_node, cast = wrapped(work, value_node)
            if value_node.type in FUNCTIONS:
                name = member_name(work, key_node)
                naming = Naming(name, key_node, "method", prefix, context=cast)
                value = work.intern("def", define_function(work, value_node, naming))
            else:
                if prefix is not None and value_node.type == "object":
                    name = member_name(work, key_node)
                    notes(work).prefixes[value_node.id] = f"{prefix}.{name}" if prefix else name
                value = work.expression(value_node)
            keys.append(member_key(work, key_node))
            values.append(value)
        elif kind == "shorthand_property_identifier":
            text = work.text(child)
            keys.append(work.intern("str", text))
            values.append(work.intern("name", text))
        elif kind == "method_definition":
            method = define_method(work, child)
            definition = work.definitions[method]
            keys.append(work.intern("str", definition.name))
            values.append(work.intern("def", method))
        elif kind == "spread_element":
            keys.append(NONE)
            values.append(work.intern("spread", work.expression(only(child))))
    return tuple(keys), tuple(values)
