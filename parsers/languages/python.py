"""Python: modules are files, packages are folders with an ``__init__.py``."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from parsers import grammars
from parsers.facts import NONE, Parameter, Reference
from parsers.language import Language
from parsers.uses import UseRules, read_uses

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000


def module_name(path: PurePosixPath) -> str:
    """Name the module at path: ``shop/__init__.py`` is ``shop``, ``shop/cart.py`` is ``shop.cart``."""
    parts = path.with_suffix("").parts
    if parts and parts[-1] == "__init__":
        parts = parts[:-1]
    if len(parts) > 1 and parts[0] in ("src", "lib"):
        parts = parts[1:]
    return ".".join(parts)


# -- expressions


def _identifier(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _attribute(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("object"))
    return work.intern("attr", base, work.text(node.child_by_field_name("attribute")))


def _arguments(work: Extraction, node: Node | None) -> tuple[tuple[int, ...], tuple[tuple[str, int], ...]]:
    """Positional and keyword arguments of an argument list (or of a bare generator)."""
    if node is None:
        return (), ()
    if node.type != "argument_list":
        return (work.expression(node),), ()
    positional: list[int] = []
    keywords: list[tuple[str, int]] = []
    for child in node.named_children:
        kind = child.type
        if kind == "keyword_argument":
            keywords.append(
                (work.text(child.child_by_field_name("name")), work.expression(child.child_by_field_name("value")))
            )
        elif kind == "list_splat":
            positional.append(work.intern("spread", work.expression(_only(child))))
        elif kind == "dictionary_splat":
            keywords.append(("**", work.expression(_only(child))))
        elif kind != "comment":
            positional.append(work.expression(child))
    return tuple(positional), tuple(keywords)


def _only(node: Node) -> Node | None:
    """The first named child; asking an empty node for it raises."""
    return node.named_child(0) if node.named_child_count else None


def _call(work: Extraction, node: Node) -> int:
    callee = node.child_by_field_name("function")
    if callee is None:
        return NONE
    if callee.type == "identifier" and work.text(callee) == "super":
        given, _ = _arguments(work, node.child_by_field_name("arguments"))
        return work.intern("super", *given[:1])
    function = work.expression(callee)
    return work.intern("call", function, *_arguments(work, node.child_by_field_name("arguments")))


def _subscript(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("value"))
    keys = [work.expression(k) for k in node.children_by_field_name("subscript")]
    key = keys[0] if len(keys) == 1 else work.intern("seq", "tuple", tuple(keys))
    return work.intern("index", base, key)


def _generic_type(work: Extraction, node: Node) -> int:
    children = node.named_children
    base = work.expression(children[0])
    keys = [work.expression(k) for k in children[1].named_children] if len(children) > 1 else []
    key = keys[0] if len(keys) == 1 else work.intern("seq", "tuple", tuple(keys))
    return work.intern("index", base, key)


def _member_type(work: Extraction, node: Node) -> int:
    children = node.named_children
    return work.intern("attr", work.expression(children[0]), work.text(children[-1]))


def _through(work: Extraction, node: Node) -> int:
    return work.expression(_only(node))


def _union_of_children(work: Extraction, node: Node) -> int:
    return work.intern("union", tuple(work.expression(c) for c in node.named_children))


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    left = work.expression(node.child_by_field_name("left"))
    right = work.expression(node.child_by_field_name("right"))
    if operator is not None and operator.type == "|":
        return work.intern("union", (left, right))
    return work.intern("binary", operator.type if operator is not None else "", left, right)


def _boolean(work: Extraction, node: Node) -> int:
    left = work.expression(node.child_by_field_name("left"))
    right = work.expression(node.child_by_field_name("right"))
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type == "and":
        return right if right != NONE else left
    return work.intern("union", (left, right))


def _conditional(work: Extraction, node: Node) -> int:
    children = node.named_children
    if len(children) < 3:
        return NONE
    return work.intern("union", (work.expression(children[0]), work.expression(children[2])))


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _string(work: Extraction, node: Node) -> int:
    text = work.text(node)
    if text[:1] in "\"'" and len(text) < 42 and text[1:-1].isidentifier():
        return work.intern("str", text[1:-1])
    return work.intern("lit", "bytes" if text[:1] in "bB" else "str")


def _sequence(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        items = []
        for child in node.named_children[:16]:
            if child.type == "list_splat":
                items.append(work.intern("spread", work.expression(_only(child))))
            elif child.type != "comment":
                items.append(work.expression(child))
        return work.intern("seq", kind, tuple(items))

    return convert


def _dictionary(work: Extraction, node: Node) -> int:
    keys: list[int] = []
    values: list[int] = []
    for child in node.named_children[:32]:
        if child.type == "pair":
            keys.append(work.expression(child.child_by_field_name("key")))
            values.append(work.expression(child.child_by_field_name("value")))
        elif child.type == "dictionary_splat":
            spread = work.expression(_only(child))
            if spread != NONE:
                values.append(work.intern("index", spread, NONE))
    return work.intern("map", tuple(keys), tuple(values))


def _comprehension(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        scope = work.anonymous("lambda", node, flags=("comprehension",))
        body = node.child_by_field_name("body")
        if kind == "dict":
            if body is None:
                return NONE
            key = work.expression(body.child_by_field_name("key"))
            value = work.expression(body.child_by_field_name("value"))
            return work.intern("map", (work.intern("scoped", scope, key),), (work.intern("scoped", scope, value),))
        return work.intern("seq", kind, (work.intern("scoped", scope, work.expression(body)),))

    return convert


def _lambda(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is None:
        parameters = _parameters(work, node.child_by_field_name("parameters"), method=False)
        known = work.anonymous("lambda", node, parameters=parameters)
    return work.intern("def", known)


def _await(work: Extraction, node: Node) -> int:
    return work.intern("await", work.expression(_only(node)))


def _walrus(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("value"))


def _yield(work: Extraction, node: Node) -> int:
    return work.intern("sent", work.expression(_only(node)))


EXPRESSIONS = {
    "identifier": _identifier,
    "attribute": _attribute,
    "call": _call,
    "subscript": _subscript,
    "generic_type": _generic_type,
    "member_type": _member_type,
    "type": _through,
    "union_type": _union_of_children,
    "constrained_type": _through,
    "parenthesized_expression": _through,
    "as_pattern": _through,
    "binary_operator": _binary,
    "boolean_operator": _boolean,
    "conditional_expression": _conditional,
    "not_operator": _literal("bool"),
    "comparison_operator": _literal("bool"),
    "string": _string,
    "concatenated_string": _literal("str"),
    "integer": _literal("int"),
    "float": _literal("float"),
    "true": _literal("bool"),
    "false": _literal("bool"),
    "none": _literal("none"),
    "list": _sequence("list"),
    "tuple": _sequence("tuple"),
    "expression_list": _sequence("tuple"),
    "set": _sequence("set"),
    "dictionary": _dictionary,
    "list_comprehension": _comprehension("list"),
    "set_comprehension": _comprehension("set"),
    "generator_expression": _comprehension("generator"),
    "dictionary_comprehension": _comprehension("dict"),
    "lambda": _lambda,
    "await": _await,
    "named_expression": _walrus,
    "yield": _yield,
    "case_pattern": _through,
    "slice": _literal("slice"),
    "dotted_name": lambda work, node: _dotted(work, work.text(node)),
}


def _dotted(work: Extraction, text: str) -> int:
    first, *rest = text.split(".")
    expression = work.intern("name", first.strip())
    for part in rest:
        expression = work.intern("attr", expression, part.strip())
    return expression


def type_expression(work: Extraction, node: Node | None) -> int:
    """An annotation as an expression; quoted annotations (and quoted parts) are read too."""
    if node is None:
        return NONE
    if b'"' not in (text := work.data[node.start_byte : node.end_byte]) and b"'" not in text:
        return work.expression(node)
    if b"Literal" in text:
        return work.expression(node)
    # Re-read the annotation with the quotes taken out: what stands in them is an expression.
    source = text.replace(b'"', b" ").replace(b"'", b" ").strip()
    source = b" ".join(source.split())
    tree = grammars.parser("python").parse(b"(" + source + b")")
    if tree.root_node.has_error:
        return NONE
    data, known, depth = work.data, work._expression_of, work._depth
    work.data, work._expression_of, work._depth = b"(" + source + b")", {}, 0
    try:
        statement = _only(tree.root_node)
        if statement is not None and statement.type == "expression_statement":
            statement = _only(statement)
        return work.expression(statement)
    finally:
        work.data, work._expression_of, work._depth = data, known, depth


# -- definitions


def _parameters(work: Extraction, node: Node | None, method: bool) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    out: list[Parameter] = []
    keyword_only = False
    for child in node.named_children:
        kind = child.type
        type_node = default = None
        name_node: Node | None = child
        star = ""
        if kind == "typed_parameter":
            name_node = _only(child)
            type_node = child.child_by_field_name("type")
        elif kind in ("default_parameter", "typed_default_parameter"):
            name_node = child.child_by_field_name("name")
            type_node = child.child_by_field_name("type")
            default = child.child_by_field_name("value")
        elif kind == "keyword_separator":
            keyword_only = True
            continue
        elif kind == "positional_separator":
            out = [p._replace(kind=p.kind or "posonly") for p in out]
            continue
        elif kind == "comment":
            continue
        if name_node is not None and name_node.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            star = "args" if name_node.type == "list_splat_pattern" else "kwargs"
            name_node = _only(name_node)
        if name_node is None:
            keyword_only = True
            continue
        out.append(
            Parameter(
                work.text(name_node),
                star or ("kwonly" if keyword_only else ""),
                type_expression(work, type_node),
                work.expression(default),
                default is not None,
                work.text(type_node)[:80],
            )
        )
        if star == "args":
            keyword_only = True
    if method and out and out[0].kind in ("", "posonly"):
        out[0] = out[0]._replace(kind="self")
    return tuple(out)


def _docstring(work: Extraction, body: Node | None) -> str:
    if body is None:
        return ""
    first = _only(body)
    while first is not None and first.type == "comment":
        first = first.next_named_sibling
    if first is not None and first.type == "expression_statement":
        first = _only(first)
    if first is None or first.type != "string":
        return ""
    text = work.text(first)
    text = text.lstrip("rRbBuU")
    for quote in ('"""', "'''", '"', "'"):
        if text.startswith(quote) and text.endswith(quote):
            text = text[len(quote) : -len(quote)]
            break
    return clean_doc(text)[:DOC_LIMIT]


def clean_doc(text: str) -> str:
    """A docstring without its indentation and its empty first and last lines."""
    lines = text.expandtabs().split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()), default=0)
    return "\n".join([lines[0].strip(), *(line[margin:].rstrip() for line in lines[1:])]).strip()


def _signature(work: Extraction, node: Node, body: Node | None) -> str:
    end = body.start_byte if body is not None else node.end_byte
    text = work.data[node.start_byte : end].decode("utf-8", "replace")
    return " ".join(text.split())[:SIGNATURE_LIMIT].rstrip(": ")


def _visibility(name: str) -> str:
    if name.startswith("_") and not name.endswith("__"):
        return "private"
    return "public"


def _decorated(work: Extraction, node: Node) -> None:
    inner = node.child_by_field_name("definition")
    if inner is None:
        return
    expressions = []
    for child in node.named_children:
        if child.type != "decorator":
            continue
        value = _only(child)
        if value is None:
            continue
        expression = work.expression(value)
        expressions.append(expression)
        target = value.child_by_field_name("function") if value.type == "call" else value
        if target is not None:
            at = target.child_by_field_name("attribute") if target.type == "attribute" else target
            at = at or target
            work.add_reference("decorate", work.text(at), work.expression(target), at)
    work.pending[inner.id] = tuple(expressions)


def _decorator_flags(work: Extraction, expressions: tuple[int, ...]) -> list[str]:
    flags = []
    for expression in expressions:
        if expression == NONE:
            continue
        item = work.expressions[expression]
        if item[0] == "call":
            item = work.expressions[item[1]] if item[1] != NONE else item
        name = item[-1] if item[0] in ("name", "attr") else ""
        if name in ("classmethod", "staticmethod", "overload", "override", "abstractmethod", "cached_property"):
            flags.append(name)
        if name in ("property", "cached_property", "abstractproperty"):
            flags.append("property")
        if name in ("setter", "deleter"):
            flags.append("setter")
        if name == "getter":
            flags.append("property")
        if name == "contextmanager" or name == "asynccontextmanager":
            flags.append("contextmanager")
        if name in ("dataclass", "define", "frozen", "attrs", "attrib", "s") or name == "dataclass_transform":
            flags.append("dataclass")
        if name == "fixture":
            flags.append("fixture")
    return flags


def _class(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    decorators = work.pending.pop(node.id, ())
    bases: list[int] = []
    extra: list[tuple[str, int]] = []
    supers = node.child_by_field_name("superclasses")
    if supers is not None:
        for child in supers.named_children:
            if child.type == "keyword_argument":
                key = work.text(child.child_by_field_name("name"))
                value = work.expression(child.child_by_field_name("value"))
                if key == "metaclass" and value != NONE:
                    extra.append(("metaclass", value))
            elif child.type not in ("comment", "list_splat", "dictionary_splat"):
                base = work.expression(child)
                if base != NONE:
                    bases.append(base)
                    target = child.child_by_field_name("value") if child.type == "subscript" else child
                    if target is not None:
                        at = target.child_by_field_name("attribute") if target.type == "attribute" else target
                        at = at or target
                        work.add_reference("inherit", work.text(at), base, at)
    body = node.child_by_field_name("body")
    flags = _decorator_flags(work, decorators)
    if name.startswith("Test"):
        flags.append("test")
    flags += _branch_flags(work, node)
    work.add_definition(
        "class",
        name,
        node,
        name_node,
        signature=_signature(work, node, body),
        bases=tuple(bases),
        decorators=decorators,
        doc=_docstring(work, body),
        visibility=_visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        type_parameters=_type_parameters(work, node),
        extra=tuple(extra),
    )


def _type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    listed = node.child_by_field_name("type_parameters")
    if listed is None:
        return ()
    out = []
    for child in listed.named_children:
        inner = _only(child) if child.type == "type" else child
        if inner is not None and inner.type == "constrained_type":
            parts = inner.named_children
            out.append((work.text(parts[0]), work.expression(parts[-1])))
        else:
            out.append((work.text(child).lstrip("*"), NONE))
    return tuple(out)


def _function(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    decorators = work.pending.pop(node.id, ())
    flags = _decorator_flags(work, decorators)
    in_class = work.definitions[work.scope].kind == "class"
    first = node.child(0)
    if first is not None and first.type == "async":
        flags.append("async")
    body = node.child_by_field_name("body")
    kind = "method" if in_class else "function"
    if in_class and "property" in flags:
        kind = "property"
    if name in ("__init__", "__new__") and in_class:
        flags.append("constructor")
    if name.startswith("test"):
        flags.append("test")
    if body is not None and _is_stub(work, body):
        flags.append("stub")
    flags += _branch_flags(work, node)
    returns = node.child_by_field_name("return_type")
    index = len(work.definitions)
    if body is not None:
        work.body_starts[index] = body.start_byte
    parameters = _parameters(work, node.child_by_field_name("parameters"), in_class and "staticmethod" not in flags)
    if len(work.definitions) != index:  # a lambda among the defaults
        work.body_starts[len(work.definitions)] = work.body_starts.pop(index, 0)
        index = len(work.definitions)
    work.seen.update([(index, p.name) for p in parameters])
    work.add_definition(
        kind,
        name,
        node,
        name_node,
        signature=_signature(work, node, body),
        parameters=parameters,
        returns=type_expression(work, returns),
        decorators=decorators,
        doc=_docstring(work, body),
        visibility=_visibility(name),
        flags=tuple(dict.fromkeys(flags)),
        type_parameters=_type_parameters(work, node),
    )


def _branch_flags(work: Extraction, node: Node) -> tuple[str, ...]:
    """``conditional`` for a definition in a branch: another one of its name may be the one that counts.

    ``elsewhere`` when its branch is only taken on older versions or other systems than nearly all programs run on.
    """
    below, here = node, node.parent
    while here is not None and here.type not in _SCOPES:
        if here.type in ("if_statement", "elif_clause"):
            # Where it stands below the ``else``, the test has failed.
            condition = here.child_by_field_name("condition")
            settled = _settled(work, condition)
            if settled is None and condition is not None and _NAMED.search(work.text(condition)):
                return ()  # a constant's name says which kind of test it is, not how it turns out
            if settled is None or below.type == "elif_clause":
                return ("conditional",)
            return ("conditional", "elsewhere") if settled == (below.type == "else_clause") else ()
        if here.type in ("except_clause", "try_statement", "case_clause"):
            return ("conditional",)
        below, here = here, here.parent
    return ()


def _settled(work: Extraction, condition: Node | None, depth: int = 0) -> bool | None:
    """How a test of the version or the system turns out on a current Python under Linux; None for other tests."""
    if condition is None or depth > 4:
        return None
    kind = condition.type
    if kind == "parenthesized_expression":
        return _settled(work, _only(condition), depth + 1)
    if kind == "not_operator":
        inner = _settled(work, condition.child_by_field_name("argument"), depth + 1)
        return None if inner is None else not inner
    if kind == "boolean_operator":
        left = _settled(work, condition.child_by_field_name("left"), depth + 1)
        right = _settled(work, condition.child_by_field_name("right"), depth + 1)
        either = work.text(condition.child_by_field_name("operator")) == "or"
        if left == either or right == either:
            return either
        return None if left is None or right is None else not either
    text = work.text(condition)
    if text.rpartition(".")[2] == "TYPE_CHECKING":
        return True
    if match := _VERSION.fullmatch(text):
        minor = re.search(r",\s*(\d+)", text)
        newer = minor is not None and int(minor[1]) > _MINOR
        return match[1].startswith(">") != newer
    if match := _SYSTEM.fullmatch(text):
        return (match[2] in ("linux", "posix")) == (match[1] != "!=")
    return None


_SCOPES = frozenset(("module", "function_definition", "class_definition"))
_VERSION = re.compile(r"(?:sys\.)?version_info(?:\[:?\d\])?\s*([<>]=?)\s*\(?[\d, ]+\)?")
_MINOR = 12
"""The 3.x that nearly all programs run on at least."""
_NAMED = re.compile(r"\b(?:_?PY_?\d|_?WIN|IS_WIN|PYPY|_?windows)", re.IGNORECASE)
_SYSTEM = re.compile(r"""(?:sys\.platform|os\.name|platform\.system\(\))\s*([!=]=)\s*["'](\w+)["']""")


def _is_stub(work: Extraction, body: Node) -> bool:
    """A body that is only ``...`` (after an optional docstring)."""
    if body.end_byte - body.start_byte > 2000:
        return False
    children = body.named_children
    last = children[-1] if children else None
    if last is not None and last.type == "expression_statement":
        last = _only(last)
    return last is not None and last.type == "ellipsis" and len(children) <= 2


def _enter_lambda(work: Extraction, node: Node) -> None:
    _lambda(work, node)
    index = work.definition_of(node)
    assert index is not None
    work.open(index, node.end_byte)
    body = node.child_by_field_name("body")
    work.add_binding("return", work.expression(body), "return", body or node, block=node)
    if body is not None and body.type in _HOLDING:
        _value_reference(work, work.expression(body), body)


def _enter_comprehension(work: Extraction, node: Node) -> None:
    index = work.anonymous("lambda", node, flags=("comprehension",))
    work.open(index, node.end_byte)
    for child in node.named_children:
        if child.type == "if_clause":
            _narrow(work, _only(child), node.start_byte + 1, node.end_byte, True)


# -- references


def _reference_call(work: Extraction, node: Node) -> None:
    callee = node.child_by_field_name("function")
    if callee is None:
        return
    work.chain(node, ("function", "object"))
    expression = work.expression(node)
    at = callee
    if callee.type == "attribute":
        at = callee.child_by_field_name("attribute") or callee
        name = work.text(at)
    elif callee.type == "identifier":
        name = work.text(callee)
        if name == "super":
            return
    else:
        name = ""
    item = work.expressions[expression] if expression != NONE else ()
    count, keywords = -1, ()
    if item and item[0] == "call":
        arguments = item[2]
        count = len(arguments)
        if any(a != NONE and work.expressions[a][0] == "spread" for a in arguments):
            count = -1
        keywords = tuple(k for k, _ in item[3])
    scope = work.scope
    # Defaults and annotations run where the function is defined, not in it.
    if node.start_byte < work.body_starts.get(scope, 0):
        scope = work.definitions[scope].parent
    work.add_reference("call", name, expression, at, count, keywords, scope)
    for argument in item[2] if item and item[0] == "call" else ():
        _value_reference(work, argument, node)
    for _, argument in item[3] if item and item[0] == "call" else ():
        _value_reference(work, argument, node)


def _value_reference(work: Extraction, expression: int, node: Node) -> None:
    """A function passed by name is a reference of its own kind (a callback, a partial, a registration),
    wherever it stands in what is passed."""
    pending = [expression]
    while pending:
        here = pending.pop()
        if here == NONE:
            continue
        item = work.expressions[here]
        op = item[0]
        if op == "name":
            # A parameter or a local variable is no function's own name.
            name = item[1]
            if not (work.scope and (work.scope, name) in work.seen):
                work.add_reference("value", name, here, node)
        elif op == "attr":
            work.add_reference("value", item[2], here, node)
        elif op == "seq" or op == "map":
            pending.extend(reversed(item[2]))
        elif op == "union":
            pending.extend(reversed(item[1]))
        elif op == "spread":
            pending.append(item[1])


def _reference_type(work: Extraction, node: Node) -> None:
    """The types that an annotation mentions; an annotation inside another is read with it."""
    if node.start_byte < work.notes.get("annotated", 0):
        return
    work.notes["annotated"] = node.end_byte
    pending = [node]
    while pending:
        here = pending.pop()
        kind = here.type
        if kind == "identifier" or kind == "attribute" or kind == "member_type":
            at = here if kind == "identifier" else here.named_child(here.named_child_count - 1)
            name = work.text(at)
            if at is not None and name not in _BUILTIN_TYPES:
                work.add_reference("type", name, work.expression(here), at)
        elif kind == "string":
            _quoted_types(work, here)
        elif kind in ("generic_type", "subscript") and work.text(here.named_child(0)).rpartition(".")[2] == "Literal":
            continue
        elif kind != "keyword_argument" and kind != "comment":
            pending.extend(reversed(here.named_children))


def _quoted_types(work: Extraction, node: Node) -> None:
    """The names in a forward reference: ``"Cart"``, ``"list[shop.Cart]"``."""
    text = work.text(node)
    if "\n" in text or text[:1] not in "\"'":
        return
    point = node.start_point
    for match in _DOTTED_NAME.finditer(text, 1, len(text) - 1):
        name = match[0].rpartition(".")[2]
        if name not in _BUILTIN_TYPES:
            before = match.end() - len(name)
            work.references.append(
                Reference(
                    "type",
                    name,
                    _dotted(work, match[0]),
                    work.scope,
                    point.row,
                    point.column + len(text[:before].encode()),
                    node.start_byte + before,
                )
            )


_DOTTED_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_BUILTIN_TYPES = frozenset(
    "None Any Optional Union Callable Literal Self ClassVar Final int str bytes float bool object list dict set tuple "
    "frozenset type complex bytearray".split()
)


# -- imports


def _import_module(work: Extraction, node: Node) -> None:
    block = node.parent
    conditional = block is not None and block.type == "block" and work.definitions[work.scope].kind == "module"
    flags = ("conditional",) if conditional else ()
    end = block.end_byte if conditional and block is not None else -1
    for child in node.named_children:
        if child.type == "aliased_import":
            name = work.text(child.child_by_field_name("name"))
            alias = work.text(child.child_by_field_name("alias"))
            work.add_import(alias, name, "", child, flags=flags, block_end=end)
        elif child.type == "dotted_name":
            name = work.text(child)
            # ``import a.b.c`` binds ``a``; that it loads a.b.c is kept in the specifier.
            work.add_import(name.split(".")[0], name, "", child, flags=flags, block_end=end)


def _import_from(work: Extraction, node: Node) -> None:
    block = node.parent
    conditional = block is not None and block.type == "block" and work.definitions[work.scope].kind == "module"
    flags = ("conditional",) if conditional else ()
    end = block.end_byte if conditional and block is not None else -1
    module_node = node.child_by_field_name("module_name")
    text = work.text(module_node)
    module = text.lstrip(".")
    level = len(text.replace(" ", "")) - len(module.replace(" ", "")) if text.startswith(".") else 0
    module = module.strip()
    for child in node.named_children:
        if module_node is not None and child.start_byte == module_node.start_byte:
            continue
        if child.type == "wildcard_import":
            work.add_import("", module, "*", child, level=level, flags=flags, block_end=end)
        elif child.type == "aliased_import":
            name = work.text(child.child_by_field_name("name"))
            alias = work.text(child.child_by_field_name("alias"))
            work.add_import(alias, module, name, child, level=level, flags=flags, block_end=end)
        elif child.type == "dotted_name":
            name = work.text(child)
            work.add_import(name, module, name, child, level=level, flags=flags, block_end=end)


def _ignore(work: Extraction, node: Node) -> None:
    return None


# -- bindings


def _block(node: Node) -> Node | None:
    """The block a statement stands in, seen through the expression statement around it."""
    parent = node.parent
    if parent is not None and parent.type == "expression_statement":
        parent = parent.parent
    return parent


def _assignment(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    if left is None:
        return
    right = node.child_by_field_name("right")
    type_node = node.child_by_field_name("type")
    block = _block(node)
    # a = b = value: the inner assignment stands to the right of the outer one
    while right is not None and right.type == "assignment":
        right = right.child_by_field_name("right")
    while block is not None and block.type == "assignment":
        block = _block(block)
    if type_node is not None and right is not None and work.text(type_node).rpartition(".")[2] in ("Final", "ClassVar"):
        type_node = None  # it says nothing of the type
    declared = type_expression(work, type_node)
    if declared != NONE:
        declared = work.intern("inst", declared)
        _bind(work, left, declared, node, block, declared=True)
        if left.type == "identifier" and right is None:
            work.declared[work.scope, work.text(left)] = declared
    if right is not None:
        value = work.expression(right)
        if declared != NONE:
            if not _says_less(work, value):
                _bind(work, left, work.intern("ascribed", value, declared), node, block)
        elif type_node is None or not _says_less(work, value):
            _bind(work, left, value, node, block)
        if left.type == "identifier" and work.scope == 0 and work.text(left) == "__all__":
            _exports(work, right)
    elif type_node is None:
        _bind(work, left, NONE, node, block)
    if type_node is not None and left.type == "identifier":
        _variable(work, left, node, work.intern("inst", type_expression(work, type_node)))
    elif left.type == "identifier":
        _variable(work, left, node, work.expression(right))
    if right is not None and right.type in _HOLDING:
        _value_reference(work, work.expression(right), right)


def _says_less(work: Extraction, value: int) -> bool:
    """Whether a value says less of a variable than its declared type: an empty table, None, a number."""
    if value == NONE:
        return False
    item = work.expressions[value]
    if item[0] == "call" and item[1] != NONE:
        callee = work.expressions[item[1]]
        return callee[0] == "name" and callee[1] in _CONTAINERS
    return item[0] in ("map", "lit", "str") or item[0] == "seq" and item[1] != "tuple"


_CONTAINERS = frozenset("dict list set tuple frozenset defaultdict OrderedDict deque Counter field".split())

_HOLDING = frozenset(
    """dictionary list tuple set expression_list identifier attribute conditional_expression boolean_operator
    parenthesized_expression""".split()
)
"""Forms of values that name functions without calling them: a table, another name, one of several."""


def _exports(work: Extraction, right: Node) -> None:
    names = []
    for child in right.named_children:
        if child.type == "string":
            names.append(work.text(child).strip("\"'"))
    work.facts.exports = names
    work.facts.extra["all"] = True


def _variable(work: Extraction, left: Node, node: Node, value: int) -> None:
    """Module variables and class fields are definitions of their own, once per name."""
    kind = work.definitions[work.scope].kind
    if kind not in ("module", "class"):
        return
    name = work.text(left)
    key = (work.scope, name)
    if key in work.seen or (name.startswith("__") and name.endswith("__")):
        return
    work.seen.add(key)
    is_constant = name.isupper()
    work.add_definition(
        "field" if kind == "class" else ("constant" if is_constant else "variable"),
        name,
        node,
        left,
        open_scope=False,
        visibility=_visibility(name),
        signature=" ".join(work.text(node)[:120].split()),
        flags=("const",) if is_constant else (),
        value=value,
    )


def _bind(
    work: Extraction,
    target: Node,
    expression: int,
    node: Node,
    block: Node | None,
    *,
    kind: str = "assign",
    declared: bool = False,
    start_byte: int | None = None,
    depth: int = 0,
) -> None:
    """Bind a target (name, attribute, pattern) to an expression."""
    shape = target.type
    if shape == "identifier":
        name = work.text(target)
        if (work.scope, name) in work.global_names:
            inner = work.intern("scoped", work.scope, expression) if expression != NONE else NONE
            work.bindings.append(_binding_row(0, name, inner, kind, node.end_byte, node.end_byte, node))
            return
        if work.definitions[work.scope].kind in ("function", "method", "property"):
            work.seen.add((work.scope, name))
        if not declared and expression != NONE and (work.scope, name) in work.declared:
            expression = work.intern("ascribed", expression, work.declared[work.scope, name])
        work.add_binding(name, expression, kind, node, block=block, declared=declared, start_byte=start_byte)
    elif shape == "attribute":
        base = work.expression(target.child_by_field_name("object"))
        work.add_binding(
            work.text(target.child_by_field_name("attribute")),
            expression,
            "attr",
            node,
            block=block,
            base=base,
            declared=declared,
            start_byte=start_byte,
        )
    elif shape in ("pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list") and depth < 4:
        for i, child in enumerate(target.named_children):
            inner = child
            if child.type == "list_splat_pattern":
                inner = _only(child) or child
                item = work.intern("seq", "list", (work.intern("elem", expression),)) if expression != NONE else NONE
            else:
                item = work.intern("item", expression, i) if expression != NONE else NONE
            _bind(work, inner, item, node, block, kind=kind, start_byte=start_byte, depth=depth + 1)
    elif shape == "as_pattern_target" or shape == "parenthesized_expression":
        inner_node = _only(target)
        if inner_node is not None:
            _bind(work, inner_node, expression, node, block, kind=kind, start_byte=start_byte, depth=depth + 1)


def _augmented(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    if left is None:
        return
    if left.type == "identifier" and work.scope == 0 and work.text(left) == "__all__":
        work.facts.extra["dynamic_all"] = True


def _walrus_binding(work: Extraction, node: Node) -> None:
    name = node.child_by_field_name("name")
    if name is None:
        return
    scope = work.scope
    while "comprehension" in work.definitions[scope].flags:
        scope = work.definitions[scope].parent
    around = work.definitions[scope]
    held = node.child_by_field_name("value")
    value = work.expression(held)
    if held is not None and held.type in _HOLDING:
        _value_reference(work, value, held)
    work.bindings.append(_binding_row(scope, work.text(name), value, "assign", node.start_byte, around.end_byte, node))


def _binding_row(scope: int, name: str, value: int, kind: str, start: int, end: int, node: Node):
    from parsers.facts import Binding

    return Binding(scope, name, value, kind, start, end, NONE, node.start_point.row)


def _for(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None:
        return
    iterated = work.expression(right)
    element = work.intern("elem", iterated) if iterated != NONE else NONE
    if node.type == "for_in_clause":
        scope = work.definitions[work.scope]
        _bind(work, left, element, node, node.parent, kind="for", start_byte=scope.start_byte)
    else:
        body = node.child_by_field_name("body")
        _bind(work, left, element, node, None, kind="for", start_byte=(body or node).start_byte - 1)
        _branch(work)


def _with(work: Extraction, node: Node) -> None:
    value = node.child_by_field_name("value")
    if value is None:
        return
    if value.type == "as_pattern":
        alias = value.child_by_field_name("alias")
        manager = work.expression(_only(value))
        if alias is not None:
            clause = node.parent
            statement = clause.parent if clause is not None else None
            block = statement.parent if statement is not None else None
            entered = work.intern("enter", manager) if manager != NONE else NONE
            _bind(work, alias, entered, node, block, kind="with")


def _except(work: Extraction, node: Node) -> None:
    _branch(work)
    value = node.child_by_field_name("value") or _only(node)
    if value is None or value.type != "as_pattern":
        return
    alias = value.child_by_field_name("alias")
    caught = work.expression(_only(value))
    if alias is not None and caught != NONE:
        item = work.expressions[caught]
        if item[0] == "seq":
            caught = work.intern("union", item[2])
        if any(child.type == "*" for child in node.children):
            caught = work.intern("name", "ExceptionGroup")
        _bind(work, alias, work.intern("inst", caught), value, node, kind="except")


def _global(work: Extraction, node: Node) -> None:
    kind = "global" if node.type == "global_statement" else "nonlocal"
    for child in node.named_children:
        work.add_binding(work.text(child), NONE, kind, node)
        if kind == "global":
            work.global_names.add((work.scope, work.text(child)))


def _delete(work: Extraction, node: Node) -> None:
    return None


def _alias(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is not None:
        name = work.text(left).split("[")[0]
        value = type_expression(work, right)
        work.add_binding(name, value, "alias", node)
        if work.definitions[work.scope].kind in ("module", "class"):
            work.add_definition("type", name, node, left, open_scope=False, value=value)


def _return(work: Extraction, node: Node) -> None:
    value = _only(node)
    if value is not None:
        work.add_binding("return", work.expression(value), "return", node)
        if value.type in _HOLDING:
            _value_reference(work, work.expression(value), node)


def _yield_binding(work: Extraction, node: Node) -> None:
    value = _only(node)
    expression = work.expression(value)
    second = node.child(1) if node.child_count > 1 else None
    if second is not None and second.type == "from":
        expression = work.intern("elem", expression) if expression != NONE else NONE
    elif value is not None and value.type in _HOLDING:
        _value_reference(work, expression, node)
    work.add_binding("yield", expression, "yield", node)


# -- narrowing: a test on a name is a binding in force where the test is known to hold


def _branch(work: Extraction) -> None:
    scope = work.named(work.scope)
    work.branches[scope] = work.branches.get(scope, 0) + 1


def _leaves(node: Node | None) -> bool:
    """Whether a block always leaves (its last statement is a return, raise, continue or break)."""
    if node is None or not node.named_child_count:
        return False
    last = node.named_child(node.named_child_count - 1)
    return last is not None and last.type in (
        "return_statement",
        "raise_statement",
        "continue_statement",
        "break_statement",
    )


def _narrow(work: Extraction, condition: Node | None, start: int, end: int, positive: bool, depth: int = 0) -> None:
    """Record what ``condition`` being ``positive`` says of names, in force from ``start`` to ``end``.

    What it says builds on what held just before ``start``: that must lie outside the branch where the opposite holds.
    """
    if condition is None or depth > 4 or end <= start:
        return
    kind = condition.type
    if kind == "parenthesized_expression":
        _narrow(work, _only(condition), start, end, positive, depth + 1)
    elif kind == "not_operator":
        _narrow(work, condition.child_by_field_name("argument"), start, end, not positive, depth + 1)
    elif kind == "boolean_operator":
        operator = condition.child_by_field_name("operator")
        if operator is not None and (operator.type == "and") == positive:
            _narrow(work, condition.child_by_field_name("left"), start, end, positive, depth + 1)
            _narrow(work, condition.child_by_field_name("right"), start, end, positive, depth + 1)
    elif kind == "comparison_operator":
        _narrow_type(work, condition, start, end, positive)
    elif kind == "call":
        function = condition.child_by_field_name("function")
        if function is None or work.text(function) not in ("isinstance", "issubclass"):
            return
        arguments = condition.child_by_field_name("arguments")
        parts = arguments.named_children if arguments is not None else []
        if len(parts) != 2:
            return
        tested = work.expression(parts[1])
        if tested == NONE:
            return
        item = work.expressions[tested]
        if item[0] == "seq":
            tested = work.intern("union", item[2])
        subject = parts[0]
        if subject.type == "named_expression":
            subject = subject.child_by_field_name("name") or subject
        name = _narrowed_name(work, subject)
        if not name:
            return
        value = work.intern("inst", tested) if work.text(function) == "isinstance" else tested
        if not positive:
            value = work.intern("exclude", work.expression(subject), tested)
        else:
            value = work.intern("narrowed", work.expression(subject), value)
        work.bindings.append(_binding_row(work.scope, name, value, "narrow", start, end, condition))


def _narrow_type(work: Extraction, condition: Node, start: int, end: int, positive: bool) -> None:
    """``type(x) is A`` says what ``x`` is, where it holds."""
    if condition.child_count != 3 or not positive or work.text(condition.child(1)) not in ("is", "=="):
        return
    left, right = condition.named_children[:1], condition.named_children[-1:]
    asked = left[0] if left else None
    if asked is None or asked.type != "call" or work.text(asked.child_by_field_name("function")) != "type":
        return
    arguments = asked.child_by_field_name("arguments")
    subject = _only(arguments) if arguments is not None else None
    name = _narrowed_name(work, subject) if subject is not None else ""
    tested = work.expression(right[0])
    if name and tested != NONE and work.expressions[tested][0] in ("name", "attr"):
        value = work.intern("inst", tested)
        work.bindings.append(_binding_row(work.scope, name, value, "narrow", start, end, condition))


def _narrowed_name(work: Extraction, node: Node) -> str:
    if node.type == "identifier":
        return work.text(node)
    if node.type == "attribute":
        text = work.text(node)
        if text.count(".") == 1 and text.replace(".", "").replace("_", "").isalnum():
            return text
    return ""


def _if(work: Extraction, node: Node) -> None:
    _branch(work)
    condition = node.child_by_field_name("condition")
    if condition is None or not _may_narrow(condition):
        return
    consequence = node.child_by_field_name("consequence")
    if consequence is not None:
        _narrow(work, condition, consequence.start_byte, consequence.end_byte - 1, True)
    alternatives = node.children_by_field_name("alternative")
    if alternatives:
        _narrow(work, condition, alternatives[0].start_byte, alternatives[-1].end_byte, False)
    elif _leaves(consequence):
        block = node.parent
        if block is not None:
            _narrow(work, condition, node.end_byte + 1, block.end_byte, False)


def _may_narrow(condition: Node) -> bool:
    text = condition.text
    return text is not None and (b"isinstance" in text or b"issubclass" in text or b"type(" in text)


def _elif(work: Extraction, node: Node) -> None:
    _branch(work)
    condition = node.child_by_field_name("condition")
    if condition is None or not _may_narrow(condition):
        return
    consequence = node.child_by_field_name("consequence")
    if consequence is not None:
        _narrow(work, condition, consequence.start_byte, consequence.end_byte - 1, True)
    parent = node.parent
    if parent is not None:
        _narrow(work, condition, node.end_byte + 1, parent.end_byte, False)


def _while(work: Extraction, node: Node) -> None:
    _branch(work)
    condition = node.child_by_field_name("condition")
    body = node.child_by_field_name("body")
    if condition is not None and body is not None and _may_narrow(condition):
        _narrow(work, condition, body.start_byte, body.end_byte, True)


def _conditional_narrow(work: Extraction, node: Node) -> None:
    _branch(work)
    children = node.named_children
    if len(children) == 3 and _may_narrow(children[1]):
        _narrow(work, children[1], children[0].start_byte, children[0].end_byte, True)
        _narrow(work, children[1], children[2].start_byte, children[2].end_byte, False)


def _boolean_narrow(work: Extraction, node: Node) -> None:
    _branch(work)
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    operator = node.child_by_field_name("operator")
    if left is not None and right is not None and operator is not None and _may_narrow(left):
        _narrow(work, left, right.start_byte, right.end_byte, operator.type == "and")


def _assert(work: Extraction, node: Node) -> None:
    condition = _only(node)
    block = node.parent
    if condition is not None and block is not None and _may_narrow(condition):
        _narrow(work, condition, node.end_byte, block.end_byte, True)


def _case(work: Extraction, node: Node) -> None:
    _branch(work)
    pattern = _only(node)
    consequence = node.child_by_field_name("consequence")
    block = node.parent
    statement = block.parent if block is not None else None
    if pattern is None or consequence is None or statement is None or statement.type != "match_statement":
        return
    subject = statement.child_by_field_name("subject")
    inner = _only(pattern)
    name_node = None
    if inner is not None and inner.type == "as_pattern":
        parts = inner.named_children
        name_node = parts[-1]
        inner = _only(parts[0]) if parts[0].type == "case_pattern" else parts[0]
    _case_parts(work, node, pattern, consequence)
    if inner is None or inner.type != "class_pattern":
        return
    value = work.intern("inst", work.expression(_only(inner)))
    names = [work.text(name_node)] if name_node is not None and name_node.type == "identifier" else []
    if subject is not None and (narrowed := _narrowed_name(work, subject)):
        names.append(narrowed)
    for name in names:
        work.bindings.append(
            _binding_row(work.scope, name, value, "narrow", consequence.start_byte, consequence.end_byte, node)
        )


def _case_parts(work: Extraction, node: Node, pattern: Node, consequence: Node) -> None:
    """Names that parts of a pattern are given: ``[A() as first, *_]``, ``{"key": A() as value}``."""
    pending = list(pattern.named_children)
    while pending:
        here = pending.pop()
        parts = here.named_children
        if here.type == "as_pattern" and here.parent is not None and here.parent.parent is not pattern.parent:
            held = _only(parts[0]) if parts[0].type == "case_pattern" else parts[0]
            if held is not None and held.type == "class_pattern" and parts[-1].type == "identifier":
                value = work.intern("inst", work.expression(_only(held)))
                start, end = consequence.start_byte, consequence.end_byte
                row = _binding_row(work.scope, work.text(parts[-1]), value, "narrow", start, end, node)
                work.bindings.append(row)
        pending.extend(parts)


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)
    # A generator is known by its yields.
    for scope in {b.scope for b in work.bindings if b.kind == "yield"}:
        definition = work.definitions[scope]
        work.definitions[scope] = definition._replace(flags=tuple(sorted({*definition.flags, "generator"})))
    module = work.definitions[0]
    work.definitions[0] = module._replace(doc=_docstring(work, work.root))
    read_uses(work, _USES)


_USES = UseRules(
    identifiers=frozenset(("identifier",)),
    members=frozenset(("attribute",)),
    receivers=frozenset(("self", "cls")),
    not_read={
        "dotted_name": "",
        "aliased_import": "",
        "class_definition": "",
        "function_definition": "",
        "decorator": "",
        "type": "",
        "global_statement": "",
        "nonlocal_statement": "",
        "parameters": "",
        "lambda_parameters": "",
        "typed_parameter": "",
        "list_splat_pattern": "",
        "dictionary_splat_pattern": "",
        "keyword_argument": "name",
        "default_parameter": "name",
        "typed_default_parameter": "name",
        "assignment": "left",
        "attribute": "attribute",
        "for_statement": "left",
        "for_in_clause": "left",
        "pattern_list": "",
        "as_pattern_target": "",
    },
)


HANDLERS = {
    "definition.class": _class,
    "definition.function": _function,
    "definition.decorated": _decorated,
    "scope.lambda": _enter_lambda,
    "scope.comprehension": _enter_comprehension,
    "reference.call": _reference_call,
    "reference.type": _reference_type,
    "import.module": _import_module,
    "import.from": _import_from,
    "import.future": _ignore,
    "binding.assignment": _assignment,
    "binding.augmented": _augmented,
    "binding.walrus": _walrus_binding,
    "binding.for": _for,
    "binding.with": _with,
    "binding.except": _except,
    "binding.global": _global,
    "binding.nonlocal": _global,
    "binding.delete": _delete,
    "binding.alias": _alias,
    "binding.return": _return,
    "binding.yield": _yield_binding,
    "narrow.if": _if,
    "narrow.elif": _elif,
    "narrow.while": _while,
    "narrow.conditional": _conditional_narrow,
    "narrow.boolean": _boolean_narrow,
    "narrow.assert": _assert,
    "narrow.case": _case,
}

LANGUAGE = Language(
    name="python",
    grammar="python",
    extensions=(".py", ".pyi", ".pyw"),
    shebangs=("python", "python3", "python2"),
    module_name=module_name,
    handlers=HANDLERS,
    expression=EXPRESSIONS,
    leaves=frozenset(("identifier", "string", "integer", "float", "true", "false", "none", "concatenated_string")),
    finish=_finish,
)
