"""Rust expressions and types in neutral form.

Types and values share one table, as their nodes have names of their own. What Rust adds to the
operations of :mod:`parsers.facts`:

* ``("path", base, n)``: ``base::n`` (``attr`` is ``base.n``);
* ``("at", x, byte)``: ``x`` with its names looked up at ``byte``: the tail of a block, the body of a
  match arm, where names are in force that are unknown outside;
* ``("variant", x, path)``: ``x`` seen as the struct or enum variant ``path``: what a pattern takes apart;
* ``("try", x)``: ``x?``;  ``("never",)``: an expression that does not return (``return``, ``panic!()``);
* ``("macro", path, args)``: a macro invocation whose arguments read as expressions;
* ``("some", kind, bounds)``: a type known by its traits: ``dyn A + B``, ``impl A``, a parameter's bounds;
* ``("assoc", name, t)``: a binding among type arguments, ``Iterator<Item = T>``;
* ``("expect", path, x)``: a callee whose surroundings ask for the type of ``x`` (``Default::default()``);
* ``("as", t, trait)``: ``<T as Trait>``.

References are kept (``ref``, ``deref``): ``*x`` on a ``Box`` is not the box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from tree_sitter import Node

    from parsers.extract import Extraction

COMMENTS = frozenset(("line_comment", "block_comment"))
MAX_LINKS = 400
_DIVERGING = frozenset(("panic", "unreachable", "todo", "unimplemented", "compile_error"))
_COMPARISONS = frozenset(("==", "!=", "<", ">", "<=", ">=", "&&", "||"))
_INNER_FIELD = {
    "call_expression": "function",
    "field_expression": "value",
    "generic_function": "function",
    "index_expression": "",
    "try_expression": "",
    "await_expression": "",
    "parenthesized_expression": "",
}
"""How a chain leads inwards: the field, or '' for the first child."""


def only(node: Node) -> Node | None:
    """The first named child that is no comment."""
    for child in node.named_children:
        if child.type not in COMMENTS:
            return child
    return None


def unwind(work: Extraction, node: Node) -> None:
    """Convert the inner links of a long chain first, so that ``a.b()?.c()…`` of any length stays flat."""
    links: list[Node] = []
    inner = node
    known = work._expression_of
    while len(links) < MAX_LINKS:
        field = _INNER_FIELD.get(inner.type)
        if field is None:
            break
        found = inner.child_by_field_name(field) if field else inner.named_child(0) if inner.named_child_count else None
        if found is None or found.id in known:
            break
        links.append(found)
        inner = found
    if len(links) > 2:
        for link in reversed(links):
            work.expression(link)


# -- names and paths


def _name(work: Extraction, node: Node) -> int:
    text = work.data[node.start_byte : node.end_byte].decode("utf-8", "replace")
    if text[:2] == "r#":
        text = text[2:]
    elif text == "_":
        work.scratch["hole"] = True
        return NONE
    elif text == "$crate":
        text = "crate"
    return work.intern("name", text)


def _scoped(work: Extraction, node: Node) -> int:
    name = node.child_by_field_name("name")
    path = node.child_by_field_name("path")
    if path is None:
        base = work.intern("name", "::")
    elif path.type == "self":
        base = work.intern("name", "self")
    else:
        base = work.expression(path)
    text = work.text(name)
    return work.intern("path", base, text[2:] if text[:2] == "r#" else text)


def _self(work: Extraction, node: Node) -> int:
    return work.intern("this")


def _keyword_path(work: Extraction, node: Node) -> int:
    return work.intern("name", work.text(node))


def _generic(field: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        base = work.expression(node.child_by_field_name(field))
        return work.intern("generic", base, type_arguments(work, node.child_by_field_name("type_arguments")))

    return convert


def type_arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The type arguments without lifetimes; ``Item = T`` becomes ``("assoc", "Item", T)``."""
    if node is None:
        return ()
    out: list[int] = []
    for child in node.named_children:
        kind = child.type
        if kind == "lifetime" or kind in COMMENTS:
            continue
        if kind == "type_binding":
            name = work.text(child.child_by_field_name("name"))
            out.append(work.intern("assoc", name, work.expression(child.child_by_field_name("type"))))
        elif kind == "trait_bounds":
            continue
        else:
            out.append(work.expression(child))
    return tuple(out)


def _bracketed(work: Extraction, node: Node) -> int:
    return work.expression(only(node))


def _qualified(work: Extraction, node: Node) -> int:
    value = work.expression(node.child_by_field_name("type"))
    return work.intern("as", value, work.expression(node.child_by_field_name("alias")))


# -- types


def _reference_type(work: Extraction, node: Node) -> int:
    return work.intern("ref", work.expression(node.child_by_field_name("type")))


def _tuple_type(work: Extraction, node: Node) -> int:
    return work.intern("seq", "tuple", tuple(work.expression(c) for c in node.named_children if c.type not in COMMENTS))


def _unit(work: Extraction, node: Node) -> int:
    return work.intern("seq", "tuple", ())


def _array_type(work: Extraction, node: Node) -> int:
    element = work.expression(node.child_by_field_name("element"))
    length = node.child_by_field_name("length")
    return work.intern("seq", "array" if length is not None else "slice", (element,))


def _function_type(work: Extraction, node: Node) -> int:
    parameters = node.child_by_field_name("parameters")
    kinds = []
    if parameters is not None:
        for child in parameters.named_children:
            if child.type == "parameter":
                child = child.child_by_field_name("type") or child
            if child.type not in COMMENTS:
                kinds.append(work.expression(child))
    result = node.child_by_field_name("return_type")
    returned = work.expression(result) if result is not None else work.intern("seq", "tuple", ())
    return work.intern("fn", tuple(kinds), returned)


def bounds(work: Extraction, kind: str, nodes: list[Node]) -> int:
    """``A + B`` as one expression; a single bound of a parameter stands for itself."""
    found = []
    for node in nodes:
        if node.type in ("lifetime", "removed_trait_bound", "use_bounds") or node.type in COMMENTS:
            continue
        if node.type == "higher_ranked_trait_bound":
            node = node.child_by_field_name("type") or node
        bound = work.expression(node)
        if bound == NONE:
            continue
        item = work.expressions[bound]
        if item[0] == "some" and kind:
            found.extend(item[2])
        else:
            found.append(bound)
    if not found:
        return NONE
    if len(found) == 1 and not kind:
        return found[0]
    return work.intern("some", kind, tuple(found))


def _dynamic(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        trait = node.child_by_field_name("trait")
        return bounds(work, kind, [trait]) if trait is not None else NONE

    return convert


def _bounded(work: Extraction, node: Node) -> int:
    children = node.named_children
    kind = "dyn"
    for child in children:
        if child.type == "abstract_type":
            kind = "impl"
    return bounds(work, kind, children)


def _higher_ranked(work: Extraction, node: Node) -> int:
    return work.expression(node.child_by_field_name("type"))


# -- values


def arguments(work: Extraction, node: Node | None) -> tuple[int, ...]:
    """The arguments of a call; functions passed by name are noted for ``value`` references."""
    if node is None:
        return ()
    out = []
    for child in node.named_children:
        kind = child.type
        if kind in COMMENTS or kind == "attribute_item":
            continue
        value = work.expression(child)
        out.append(value)
        if kind == "scoped_identifier" or kind == "identifier":
            work.scratch.setdefault("values", []).append((value, work.scope, child, kind))
    return tuple(out)


def _call(work: Extraction, node: Node) -> int:
    function = node.child_by_field_name("function")
    if function is None:
        return NONE
    if function.type == "field_expression":
        # A builder handed to a builder: its links must not count as depth.
        unwind(work, function)
    callee = work.expression(function)
    if function.type == "scoped_identifier" and callee != NONE and work.expressions[callee][-1] in BY_CONTEXT:
        wanted = expected(work, node)
        if wanted != NONE:
            callee = work.intern("expect", callee, wanted)
    if function.type == "parenthesized_expression" and callee != NONE:
        # (self.f)(x) calls what the field holds, never a method f.
        callee = work.intern("union", (callee,))
    return work.intern("call", callee, arguments(work, node.child_by_field_name("arguments")), ())


BY_CONTEXT = frozenset(("default", "from", "from_str", "from_iter", "try_from"))
"""Functions of traits whose implementation the surroundings choose: ``Default::default()``."""


def expected(work: Extraction, node: Node) -> int:
    """What type the surroundings of a call ask for, as an expression of that type, where they say it plainly."""
    around = node.parent
    if around is None:
        return NONE
    kind = around.type
    if kind == "let_declaration":
        declared = work.expression(around.child_by_field_name("type"))
        return work.intern("inst", declared) if declared != NONE else NONE
    if kind == "assignment_expression":
        return work.expression(around.child_by_field_name("left"))
    if kind in ("field_initializer", "base_field_initializer"):
        fields = around.parent
        literal = fields.parent if fields is not None else None
        if literal is None or literal.type != "struct_expression":
            return NONE
        struct = work.expression(literal.child_by_field_name("name"))
        if struct == NONE:
            return NONE
        value = work.intern("inst", struct)
        if kind == "base_field_initializer":
            return value
        name = around.child_by_field_name("field")
        return work.intern("attr", value, work.text(name)) if name is not None else NONE
    if kind == "block" and around.named_children and around.named_children[-1].id == node.id:
        function = around.parent
        if function is not None and function.type == "function_item":
            returned = work.expression(function.child_by_field_name("return_type"))
            return work.intern("inst", returned) if returned != NONE else NONE
    return NONE


def _field(work: Extraction, node: Node) -> int:
    base = work.expression(node.child_by_field_name("value"))
    field = node.child_by_field_name("field")
    text = work.text(field)
    if field is not None and field.type == "integer_literal":
        return work.intern("item", base, int(text)) if text.isdigit() else NONE
    return work.intern("attr", base, text[2:] if text[:2] == "r#" else text)


def _struct(work: Extraction, node: Node) -> int:
    path = work.expression(node.child_by_field_name("name"))
    body = node.child_by_field_name("body")
    fields: list[tuple[str, int]] = []
    for child in body.named_children if body is not None else ():
        if child.type == "field_initializer":
            expression = work.expression(child.child_by_field_name("value"))
            fields.append((work.text(child.child_by_field_name("field")), expression))
        elif child.type == "shorthand_field_initializer":
            name = work.text(child)
            fields.append((name, work.intern("name", name)))
    return work.intern("new", path, (), tuple(fields))


def _deref_or_same(work: Extraction, node: Node) -> int:
    value = work.expression(only(node))
    operator = node.child(0)
    if operator is not None and operator.type == "*":
        return work.intern("deref", value)
    return value


def _reference(work: Extraction, node: Node) -> int:
    return work.intern("ref", work.expression(node.child_by_field_name("value")))


def _binary(work: Extraction, node: Node) -> int:
    operator = node.child_by_field_name("operator")
    sign = operator.type if operator is not None else ""
    if sign in _COMPARISONS:
        return work.intern("lit", "bool")
    left = work.expression(node.child_by_field_name("left"))
    return work.intern("binary", sign, left, work.expression(node.child_by_field_name("right")))


def _range(work: Extraction, node: Node) -> int:
    return work.intern("seq", "range", tuple(work.expression(c) for c in node.named_children))


def _cast(work: Extraction, node: Node) -> int:
    kind = work.expression(node.child_by_field_name("type"))
    return work.intern("inst", kind) if kind != NONE else NONE


def _try(work: Extraction, node: Node) -> int:
    return work.intern("try", work.expression(only(node)))


def _await(work: Extraction, node: Node) -> int:
    return work.intern("await", work.expression(only(node)))


def _index(work: Extraction, node: Node) -> int:
    children = [c for c in node.named_children if c.type not in COMMENTS]
    if len(children) < 2:
        return NONE
    return work.intern("index", work.expression(children[0]), work.expression(children[1]))


def _sequence(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        items = [c for c in node.named_children if c.type not in COMMENTS and c.type != "attribute_item"]
        limit = 16 if kind == "tuple" else 4
        return work.intern("seq", kind, tuple(work.expression(c) for c in items[:limit]))

    return convert


def _through(work: Extraction, node: Node) -> int:
    return work.expression(only(node))


def _literal(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        return work.intern("lit", kind)

    return convert


def _string(work: Extraction, node: Node) -> int:
    first = work.data[node.start_byte : node.start_byte + 1]
    return work.intern("lit", "bytes" if first == b"b" else "str")


def _character(work: Extraction, node: Node) -> int:
    first = work.data[node.start_byte : node.start_byte + 1]
    return work.intern("lit", "u8" if first == b"b" else "char")


def _number(kind: str) -> Callable[[Extraction, Node], int]:
    def convert(work: Extraction, node: Node) -> int:
        text = work.data[node.start_byte : node.end_byte]
        if text[-1:].isdigit():
            for suffix in _SUFFIXES:
                if text.endswith(suffix) and not (text.startswith(b"0x") and suffix[:1] == b"f"):
                    return work.intern("lit", suffix.decode())
        elif text.endswith((b"usize", b"isize")):
            return work.intern("lit", text[-5:].decode())
        return work.intern("lit", kind)

    return convert


_SUFFIXES = (b"u8", b"u16", b"u32", b"u64", b"u128", b"i8", b"i16", b"i32", b"i64", b"i128", b"f32", b"f64")


def _never(work: Extraction, node: Node) -> int:
    return work.intern("never")


# -- blocks and branches as values


def tail(node: Node) -> tuple[Node | None, bool]:
    """The expression a block ends with, and whether the block binds names of its own; None when it
    ends with a statement."""
    children = [c for c in node.named_children if c.type not in COMMENTS]
    if not children:
        return None, False
    last = children[-1]
    if last.type == "expression_statement":
        inner = only(last)
        statement = last.child(last.child_count - 1)
        if statement is not None and statement.type == ";" and not (inner is not None and inner.type in _LEAVING):
            return (inner if inner is not None and _diverges_by_name(inner) else None), False
        last = inner or last
    if last.type.endswith(("_item", "_declaration", "_definition")):
        return None, False
    bound = any(c.type == "let_declaration" or c.type.endswith("_item") for c in children[:-1])
    return last, bound


_LEAVING = frozenset(("return_expression", "break_expression", "continue_expression"))


def _diverges_by_name(node: Node) -> bool:
    if node.type != "macro_invocation":
        return False
    name = node.child_by_field_name("macro")
    text = name.text if name is not None else None
    return text is not None and text.decode("utf-8", "replace") in _DIVERGING


def _block(work: Extraction, node: Node) -> int:
    if node.type == "unsafe_block" or node.type == "const_block":
        inner = node.child_by_field_name("body") or only(node)
        return work.expression(inner) if inner is not None else NONE
    last, bound = tail(node)
    if last is None:
        return work.intern("seq", "tuple", ())
    value = work.expression(last)
    return at(work, value, last.start_byte) if bound else value


def at(work: Extraction, value: int, byte: int) -> int:
    """``value`` looked up at ``byte``; what holds no names needs no place."""
    if value == NONE or work.expressions[value][0] in ("lit", "never", "def", "this"):
        return value
    return work.intern("at", value, byte)


def one_of(work: Extraction, values: list[int]) -> int:
    """One of several branches' values. All have one type, so branches that leave or that cannot be read
    are left out."""
    kept: list[int] = []
    left = False
    for value in values:
        if value == NONE:
            continue
        if work.expressions[value][0] == "never":
            left = True
        elif value not in kept:
            kept.append(value)
    if not kept:
        return work.intern("never") if left else NONE
    return kept[0] if len(kept) == 1 else work.intern("union", tuple(kept))


def _if(work: Extraction, node: Node) -> int:
    alternative = node.child_by_field_name("alternative")
    if alternative is None:
        return work.intern("seq", "tuple", ())
    consequence = node.child_by_field_name("consequence")
    condition = node.child_by_field_name("condition")
    first = work.expression(consequence)
    if condition is not None and consequence is not None and condition.type in ("let_condition", "let_chain"):
        first = at(work, first, consequence.start_byte)
    return one_of(work, [first, work.expression(alternative)])


def _match(work: Extraction, node: Node) -> int:
    body = node.child_by_field_name("body")
    values = []
    for arm in body.named_children if body is not None else ():
        if arm.type == "match_arm":
            value = arm.child_by_field_name("value")
            if value is not None:
                values.append(at(work, work.expression(value), value.start_byte))
            if len(values) > 40:
                break
    return one_of(work, values)


def _loop(work: Extraction, node: Node) -> int:
    # What a loop gives is what its breaks carry.
    values = []
    body = node.child_by_field_name("body")
    pending = list(body.named_children) if body is not None else []
    while pending and len(values) < 4:
        child = pending.pop()
        if child.type == "break_expression":
            for part in child.named_children:
                if part.type != "label":
                    values.append(at(work, work.expression(part), part.start_byte))
        elif child.type not in _OWN_BREAKS:
            pending.extend(child.named_children)
    return one_of(work, values)


_OWN_BREAKS = frozenset(
    ("loop_expression", "while_expression", "for_expression", "closure_expression", "function_item", "async_block")
)


# -- closures and macros


def closure(work: Extraction, node: Node) -> int:
    """The definition of a closure, made on first mention."""
    known = work.definition_of(node)
    if known is None:
        parameters = node.child_by_field_name("parameters")
        returns = work.expression(node.child_by_field_name("return_type"))
        known = work.anonymous("lambda", node, parameters=closure_parameters(work, parameters), returns=returns)
    return known


def closure_parameters(work: Extraction, node: Node | None) -> tuple[Parameter, ...]:
    """A pattern gets the name ``#<position>``: what it binds is bound in the closure's body."""
    out = []
    for child in node.children if node is not None else ():
        if not (child.is_named or child.type == "_") or child.type in COMMENTS:
            continue
        pattern, kind = child, None
        if child.type == "parameter":
            pattern = child.child_by_field_name("pattern") or child
            kind = child.child_by_field_name("type")
        name = work.text(pattern) if pattern.type == "identifier" else f"#{len(out)}"
        out.append(Parameter(name, "", work.expression(kind), NONE, False, work.text(kind)[:80]))
    return tuple(out)


def _closure(work: Extraction, node: Node) -> int:
    return work.intern("def", closure(work, node))


def _async(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is None:
        known = work.anonymous("lambda", node, flags=("async",))
    return work.intern("def", known)


def _macro(work: Extraction, node: Node) -> int:
    name = node.child_by_field_name("macro")
    if name is None:
        return NONE
    if work.data[name.start_byte : name.end_byte].decode("utf-8", "replace") in _DIVERGING:
        return work.intern("never")
    read = work.scratch.get("macros", {}).get(node.id)
    values = tuple(work.expression(a) for a in read.arguments[:16]) if read is not None else ()
    return work.intern("macro", work.expression(name), values)


def _argument_assignment(work: Extraction, node: Node) -> int:
    return work.intern("seq", "tuple", ())


TABLE: dict[str, Callable[[Extraction, Node], int]] = {
    # names and paths
    "identifier": _name,
    "type_identifier": _name,
    "primitive_type": _name,
    "metavariable": _name,
    "shorthand_field_identifier": _name,
    "scoped_identifier": _scoped,
    "scoped_type_identifier": _scoped,
    "self": _self,
    "super": _keyword_path,
    "crate": _keyword_path,
    "generic_function": _generic("function"),
    "generic_type": _generic("type"),
    "generic_type_with_turbofish": _generic("type"),
    "bracketed_type": _bracketed,
    "qualified_type": _qualified,
    # types
    "reference_type": _reference_type,
    "pointer_type": _reference_type,
    "tuple_type": _tuple_type,
    "unit_type": _unit,
    "array_type": _array_type,
    "function_type": _function_type,
    "dynamic_type": _dynamic("dyn"),
    "abstract_type": _dynamic("impl"),
    "bounded_type": _bounded,
    "higher_ranked_trait_bound": _higher_ranked,
    "never_type": _never,
    # values
    "call_expression": _call,
    "field_expression": _field,
    "struct_expression": _struct,
    "unary_expression": _deref_or_same,
    "reference_expression": _reference,
    "binary_expression": _binary,
    "range_expression": _range,
    "type_cast_expression": _cast,
    "try_expression": _try,
    "await_expression": _await,
    "index_expression": _index,
    "tuple_expression": _sequence("tuple"),
    "array_expression": _sequence("array"),
    "unit_expression": _unit,
    "parenthesized_expression": _through,
    "expression_statement": _through,
    "else_clause": _through,
    "string_literal": _string,
    "raw_string_literal": _string,
    "char_literal": _character,
    "integer_literal": _number("int"),
    "float_literal": _number("float"),
    "boolean_literal": _literal("bool"),
    "negative_literal": _through,
    "assignment_expression": _argument_assignment,
    "compound_assignment_expr": _argument_assignment,
    "let_condition": _literal("bool"),
    "let_chain": _literal("bool"),
    "while_expression": _unit,
    "for_expression": _unit,
    "return_expression": _never,
    "break_expression": _never,
    "continue_expression": _never,
    "block": _block,
    "unsafe_block": _block,
    "const_block": _block,
    "if_expression": _if,
    "match_expression": _match,
    "loop_expression": _loop,
    "closure_expression": _closure,
    "async_block": _async,
    "macro_invocation": _macro,
}
