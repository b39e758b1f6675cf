"""Ruby: modules and classes that can be opened anywhere, mixins, methods written and methods declared.

A module is a definition of kind ``trait`` (the kind ``module`` is the file). What ``include``, ``extend``,
``prepend`` and ``alias`` add stands in a class's ``extra``. ``attr_accessor`` and its like, members of
``Struct.new`` and ``Data.define`` are properties; ``define_method`` makes a method of its block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding, Parameter
from parsers.language import Language
from parsers.languages._ruby import yard
from parsers.languages._ruby.expressions import (
    BLOCKS,
    CHAIN,
    EXPRESSIONS,
    block_of,
    callee,
    declare,
    first,
    is_local,
    last,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
OWNERS = frozenset(("class", "trait"))
_DIRECTIVES = ("frozen_string_literal", "rubocop:", "typed:", "encoding:")
_PSEUDO = frozenset(("__method__", "__dir__", "__FILE__", "__LINE__", "__ENCODING__", "block_given?"))
_TYPE_TESTS = frozenset(("is_a?", "kind_of?", "instance_of?"))
_MIXINS = frozenset(("include", "extend", "prepend"))
_ATTRIBUTES = {
    "attr_reader": ("getter",),
    "attr_writer": ("setter",),
    "attr_accessor": ("getter", "setter"),
    "attr": ("getter",),
    "cattr_accessor": ("getter", "setter", "static"),
    "mattr_accessor": ("getter", "setter", "static"),
    "class_attribute": ("getter", "setter", "static"),
}
_VISIBILITIES = frozenset(("public", "private", "protected"))
_ELEMENT_BLOCKS = frozenset(
    (
        "all?",
        "any?",
        "collect",
        "count",
        "delete_if",
        "detect",
        "each",
        "each_entry",
        "each_with_index",
        "each_with_object",
        "filter",
        "filter_map",
        "find",
        "find_all",
        "find_index",
        "flat_map",
        "group_by",
        "index_by",
        "keep_if",
        "map",
        "map!",
        "max_by",
        "min_by",
        "none?",
        "one?",
        "partition",
        "reject",
        "reject!",
        "reverse_each",
        "select",
        "select!",
        "sort_by",
        "sort_by!",
        "sum",
        "take_while",
        "to_h",
        "uniq",
        "each_slice",
    )
)
"""Methods whose block is given an element of the receiver first."""
_SAME_BLOCKS = frozenset(("tap", "then", "yield_self"))
_CLASS_BLOCKS = frozenset(("class_eval", "class_exec", "included", "prepended", "module_eval", "class_methods"))


# -- documentation


def _comment(work: Extraction, node: Node) -> None:
    row = node.start_point.row
    text = work.text(node)
    run = work.notes.get("comments")
    if text.startswith("=begin"):
        work.notes["comments"] = (node.end_point.row, text.split("\n")[1:-1])
    elif run is None or run[0] != row - 1:
        work.notes["comments"] = (row, [text.lstrip("#").strip()])
    else:
        run[1].append(text.lstrip("#").strip())
        work.notes["comments"] = (row, run[1])


def _doc(work: Extraction, row: int) -> str:
    run = work.notes.get("comments")
    if run is None or run[0] != row - 1:
        return ""
    lines = [line for line in run[1] if not line.startswith(_DIRECTIVES)]
    return "\n".join(lines).strip()[:DOC_LIMIT]


def _signature(work: Extraction, node: Node, end: int) -> str:
    text = work.data[node.start_byte : min(end, node.start_byte + 4 * SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return " ".join(text.split())[:SIGNATURE_LIMIT].rstrip("; ")


# -- classes and modules


def _module(work: Extraction, node: Node) -> None:
    _open_type(work, node, "trait", NONE)


def _class(work: Extraction, node: Node) -> None:
    superclass = first(node.child_by_field_name("superclass"))
    base = work.expression(superclass)
    if superclass is not None and base != NONE:
        work.add_reference("inherit", work.text(superclass).rsplit("::", 1)[-1], base, superclass)
    _open_type(work, node, "class", base)


def _open_type(work: Extraction, node: Node, kind: str, base: int) -> None:
    name_node = node.child_by_field_name("name")
    text = work.text(name_node).replace(" ", "")
    name = text.rsplit("::", 1)[-1]
    body = node.child_by_field_name("body")
    at = name_node
    if name_node is not None and name_node.type == "scope_resolution":
        at = name_node.child_by_field_name("name")
    extra = [("extends", base)] if base != NONE else []
    if "::" in text:
        extra.append((f"path {text}", NONE))
    work.add_definition(
        kind,
        name,
        node,
        at,
        signature=_signature(work, node, body.start_byte if body is not None else node.end_byte).removesuffix(" end"),
        bases=(base,) if base != NONE else (),
        doc=_doc(work, node.start_point.row),
        extra=tuple(extra),
        flags=("test",) if name.endswith(("Test", "TestCase", "Spec")) else (),
        qualified_name=_qualified(work, text.strip(":").replace("::", ".")),
    )


def _qualified(work: Extraction, name: str) -> str:
    prefix = work.named(work.scope)
    outer = work.definitions[prefix].qualified_name if prefix else ""
    return f"{outer}.{name}" if outer else name


def _owner(work: Extraction) -> int:
    """The class or module that a statement belongs to, through blocks that only reopen it."""
    scope = work.scope
    while scope > 0 and work.definitions[scope].kind == "lambda" and "class_block" in work.definitions[scope].flags:
        scope = work.definitions[scope].parent
    return scope


def _add_extra(work: Extraction, index: int, role: str, expression: int) -> None:
    definition = work.definitions[index]
    bases = definition.bases
    if role in ("include", "prepend", "extend") and expression != NONE and role != "extend":
        bases = (*bases, expression)
    work.definitions[index] = definition._replace(extra=(*definition.extra, (role, expression)), bases=bases)


def _singleton(work: Extraction, node: Node) -> None:
    """``class << self``: what stands in it belongs to the class itself."""
    work.notes["singleton"] = (work.scope, node.start_byte, node.end_byte)


def _in_singleton(work: Extraction, node: Node) -> bool:
    known = work.notes.get("singleton")
    return known is not None and known[0] == work.scope and known[1] <= node.start_byte < known[2]


# -- methods


def _parameters(work: Extraction, node: Node | None, types: dict[str, str]) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    out: list[Parameter] = []
    for child in node.named_children:
        kind = child.type
        name_node: Node | None = child
        role = ""
        default: Node | None = None
        if kind == "optional_parameter":
            name_node = child.child_by_field_name("name")
            default = child.child_by_field_name("value")
        elif kind == "keyword_parameter":
            name_node = child.child_by_field_name("name")
            default = child.child_by_field_name("value")
            role = "kwonly"
        elif kind == "splat_parameter":
            name_node, role = child.child_by_field_name("name"), "args"
        elif kind == "hash_splat_parameter":
            name_node, role = child.child_by_field_name("name"), "kwargs"
        elif kind == "block_parameter":
            name_node, role = child.child_by_field_name("name"), "block"
        elif kind == "forward_parameter":
            out.append(Parameter("...", "args"))
            continue
        elif kind != "identifier":
            name_node = None
        if name_node is None:
            if role or kind == "destructured_parameter":
                out.append(Parameter("", role))
            continue
        _skip(work, name_node)
        name = work.text(name_node)
        of = yard.type_expression(work, types[name]) if name in types else NONE
        out.append(Parameter(name, role, of, work.expression(default), default is not None))
    return tuple(out)


def _skip(work: Extraction, node: Node) -> None:
    """This identifier is no expression."""
    work.notes.setdefault("skip", set()).add(node.start_byte)


def _method(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    if name_node is not None:
        _skip(work, name_node)
    receiver = node.child_by_field_name("object")
    body = node.child_by_field_name("body")
    doc = _doc(work, _line_start(work, node))
    types, returns = yard.tags(doc)
    listed = node.child_by_field_name("parameters")
    owner = _owner(work)
    in_class = work.definitions[owner].kind in OWNERS
    flags = []
    extra: list[tuple[str, int]] = []
    if receiver is not None:
        flags.append("static")
        if receiver.type != "self":
            extra.append(("on", work.expression(receiver)))
    elif _in_singleton(work, node) or "static_block" in work.definitions[work.scope].flags:
        flags.append("static")
    elif in_class and work.notes.get("module_function") == owner:
        flags += ["static", "module_function"]
    if name == "initialize":
        flags.append("constructor")
    if name.startswith("test_") or name == "test":
        flags.append("test")
    visibility = "public"
    wrapper = work.notes.pop("wrapped", None)
    if wrapper is not None and wrapper[0] <= node.start_byte < wrapper[1]:
        visibility = wrapper[2]
        if wrapper[2] == "module_function":
            flags += ["static", "module_function"]
            visibility = "public"
    elif "static" not in flags:
        visibility = work.notes.get("visibility", {}).get(owner, "public")
    parameters = _parameters(work, listed, types)
    end = body.start_byte if body is not None else node.end_byte
    index = work.add_definition(
        "method" if in_class or receiver is not None or work.definitions[owner].kind == "lambda" else "function",
        name,
        node,
        name_node,
        parent=owner,
        signature=_signature(work, node, end).removesuffix(" end").removesuffix(" ="),
        parameters=parameters,
        returns=yard.type_expression(work, returns) if returns else NONE,
        doc=doc,
        visibility=visibility,
        flags=tuple(dict.fromkeys(flags)),
        extra=tuple(extra),
    )
    for parameter in parameters:
        declare(work, parameter.name, index)
    _destructured(work, listed)
    _tail(work, index, body)


def _line_start(work: Extraction, node: Node) -> int:
    """The row of the line a definition stands on (``private def f`` has its comment above the line)."""
    return node.start_point.row


def _tail(work: Extraction, index: int, body: Node | None) -> None:
    """The value of a body is its last expression; it is read once all variables are known."""
    if body is not None:
        work.notes.setdefault("tails", []).append((index, body))


def _destructured(work: Extraction, listed: Node | None) -> None:
    """``|(a, b), c|``: the names inside are variables of unknown values."""
    if listed is None:
        return
    pending = [child for child in listed.named_children if child.type == "destructured_parameter"]
    while pending:
        node = pending.pop()
        for child in node.named_children:
            if child.type == "destructured_parameter":
                pending.append(child)
            else:
                name = child if child.type == "identifier" else child.child_by_field_name("name")
                if name is not None:
                    _skip(work, name)
                    declare(work, work.text(name))


def _alias(work: Extraction, node: Node) -> None:
    new = node.child_by_field_name("name")
    old = node.child_by_field_name("alias")
    if new is None or old is None:
        return
    _skip(work, new)
    _skip(work, old)
    _add_alias(work, work.text(new).lstrip(":"), work.text(old).lstrip(":"))


def _add_alias(work: Extraction, new: str, old: str) -> None:
    owner = _owner(work)
    if owner and work.definitions[owner].kind in OWNERS:
        _add_extra(work, owner, f"alias {new}()", work.intern("name", old + "()"))


# -- blocks


def _block_index(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is not None:
        return known
    listed = node.child_by_field_name("parameters")
    flags: list[str] = []
    call = node.parent
    method = work.text(call.child_by_field_name("method")) if call is not None and call.type == "call" else ""
    if method in _CLASS_BLOCKS:
        flags.append("class_block")
        if method == "class_methods":
            flags.append("static_block")
    index = work.anonymous("lambda", node, parameters=_parameters(work, listed, {}), flags=tuple(flags))
    for parameter in work.definitions[index].parameters:
        declare(work, parameter.name, index)
    return index


def _block_expression(work: Extraction, node: Node) -> int:
    return work.intern("def", _block_index(work, node))


def _lambda(work: Extraction, node: Node) -> None:
    index = _block_index(work, node)
    work.open(index, node.end_byte)
    _destructured(work, node.child_by_field_name("parameters"))
    body = node.child_by_field_name("body")
    if body is not None:
        work.notes.setdefault("inner", set()).add(body.id)
        _tail(work, index, body.child_by_field_name("body"))


def _block(work: Extraction, node: Node) -> None:
    if node.id in work.notes.get("inner", ()):
        return  # the body of ``-> { }``, whose scope is open already
    known = work.notes.get("class_blocks", {}).pop(node.id, None)
    if known is not None:
        work.open(known, node.end_byte)
        return
    index = _block_index(work, node)
    outer = work.scope
    work.open(index, node.end_byte)
    _destructured(work, node.child_by_field_name("parameters"))
    for name in ("it", "_1", "_2"):
        if not work.definitions[index].parameters and name.encode() in work.data[node.start_byte : node.end_byte]:
            declare(work, name)
    call = node.parent
    if call is not None and call.type == "call":
        _block_parameters(work, call, node, index, outer)
    _tail(work, index, node.child_by_field_name("body"))


def _block_parameters(work: Extraction, call: Node, node: Node, index: int, outer: int) -> None:
    """What a call gives to its block."""
    method = work.text(call.child_by_field_name("method"))
    parameters = work.definitions[index].parameters
    names = [p.name for p in parameters if p.kind in ("", "kwonly")] or ["it"]
    receiver_node = call.child_by_field_name("receiver")
    start = node.start_byte

    def bind(name: str, expression: int) -> None:
        if name and expression != NONE:
            row = node.start_point.row
            work.bindings.append(Binding(index, name, expression, "for", start, node.end_byte, NONE, row, False, False))

    inner, work.scope = work.scope, outer
    receiver = work.expression(receiver_node)
    target = callee(work, call)
    work.scope = inner
    if method in _SAME_BLOCKS and receiver != NONE:
        bind(names[0], receiver)
    elif method in _ELEMENT_BLOCKS and receiver != NONE:
        element = work.intern("elem", receiver)
        if len(names) > 1 and method not in ("each_with_index", "each_with_object", "each_slice"):
            for position, name in enumerate(names):
                bind(name, work.intern("item", element, position))
        else:
            bind(names[0], element)
            if method == "each_with_object" and len(names) > 1:
                given = call.child_by_field_name("arguments")
                bind(names[1], work.expression(first(given)))
    elif method in ("inject", "reduce") and receiver != NONE and len(names) > 1:
        given = first(call.child_by_field_name("arguments"))
        bind(names[0], work.expression(given) if given is not None else work.intern("elem", receiver))
        bind(names[1], work.intern("elem", receiver))
    elif target != NONE:
        yielded = work.intern("enter", target)
        for position, name in enumerate(names):
            bind(name, work.intern("item", yielded, position))


# -- variables


def _statement_block(node: Node) -> Node:
    block = node.parent
    while block is not None and block.type in ("assignment", "parenthesized_statements", "binary", "argument_list"):
        block = block.parent
    return block or node


def _bind(work: Extraction, target: Node | None, expression: int, node: Node, kind: str = "assign") -> None:
    if target is None:
        return
    shape = target.type
    block = _statement_block(node)
    if shape == "identifier":
        name = work.text(target)
        _skip(work, target)
        declare(work, name)
        work.add_binding(name, expression, kind, node, block=block)
    elif shape in ("instance_variable", "class_variable"):
        work.add_binding(work.text(target), expression, "attr", node, block=block, base=work.intern("this"))
    elif shape == "global_variable":
        work.add_binding(work.text(target), expression, kind, node, block=block, scope=0)
    elif shape in ("left_assignment_list", "destructured_left_assignment"):
        for position, child in enumerate(target.named_children):
            if child.type == "rest_assignment":
                _bind(work, first(child), NONE, node, kind)
            else:
                part = work.intern("item", expression, position) if expression != NONE else NONE
                _bind(work, child, part, node, kind)
    elif shape == "constant" and kind == "assign":
        _constant(work, target, expression, node)
    elif shape == "call":
        _writer(work, target, expression)


def _writer(work: Extraction, target: Node, value: int) -> None:
    """``object.name = value`` calls ``name=``."""
    method = target.child_by_field_name("method")
    receiver = target.child_by_field_name("receiver")
    if method is None or receiver is None:
        return
    _skip(work, method)
    work.notes.setdefault("written", set()).add(target.id)
    name = work.text(method) + "="
    base = work.expression(receiver)
    expression = work.intern("call", work.intern("attr", base, name + "()"), (value,), ())
    work.add_reference("call", name, expression, method, 1)


def _assign(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None:
        return
    if left.type == "identifier":
        # In ``x = x`` the right one is the variable already.
        declare(work, work.text(left))
    if left.type == "constant" and _declared_class(work, left, right, node):
        return
    _bind(work, left, work.expression(right), node)


def _augment(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    operator = node.child_by_field_name("operator")
    if left is None or operator is None:
        return
    if left.type == "identifier":
        known = is_local(work, work.text(left))
        declare(work, work.text(left))
        if operator.type == "||=" or not known:
            _bind(work, left, work.expression(node.child_by_field_name("right")), node)
        _skip(work, left)
    elif operator.type == "||=" and left.type in ("instance_variable", "class_variable", "global_variable", "constant"):
        _bind(work, left, work.expression(node.child_by_field_name("right")), node)
    elif left.type == "call":
        _writer(work, left, NONE)


def _for(work: Extraction, node: Node) -> None:
    pattern = node.child_by_field_name("pattern")
    value = first(node.child_by_field_name("value"))
    over = work.expression(value)
    _bind(work, pattern, work.intern("elem", over) if over != NONE else NONE, node, "for")


def _exception(work: Extraction, node: Node) -> None:
    name = first(node)
    rescue = node.parent
    if name is None or rescue is None or name.type != "identifier":
        return
    listed = rescue.child_by_field_name("exceptions")
    types = [work.expression(child) for child in listed.named_children] if listed is not None else []
    types = [work.intern("inst", t) for t in types if t != NONE]
    _skip(work, name)
    declare(work, work.text(name))
    value = work.intern("union", tuple(types)) if len(types) > 1 else types[0] if types else NONE
    work.add_binding(work.text(name), value, "except", node, block=rescue)


def _return(work: Extraction, node: Node) -> None:
    value = first(first(node))
    if value is not None:
        scope = work.scope
        while scope > 0 and work.definitions[scope].kind == "lambda" and "lambda" not in work.definitions[scope].flags:
            scope = work.definitions[scope].parent
        work.add_binding("return", work.expression(value), "return", node, scope=scope)


def _yield(work: Extraction, node: Node) -> None:
    given = first(node)
    scope = work.scope
    while scope > 0 and work.definitions[scope].kind == "lambda":
        scope = work.definitions[scope].parent
    values = [work.expression(child) for child in given.named_children] if given is not None else []
    work.bindings.append(
        Binding(
            scope,
            "yield",
            work.intern("seq", "tuple", tuple(values)),
            "yield",
            node.start_byte,
            node.end_byte,
            work.intern("def", work.scope) if work.scope else NONE,
            node.start_point.row,
            False,
            False,
        )
    )


def _constant(work: Extraction, target: Node, expression: int, node: Node) -> None:
    name = work.text(target)
    key = (work.scope, name)
    if key in work.seen:
        return
    work.seen.add(key)
    work.add_definition(
        "constant",
        name,
        node,
        target,
        open_scope=False,
        signature=_signature(work, node, node.end_byte)[:160],
        doc=_doc(work, node.start_point.row),
        flags=("const",),
        value=expression,
    )


def _declared_class(work: Extraction, target: Node, right: Node | None, node: Node) -> bool:
    """``X = Struct.new(:a)``, ``Class.new(Base)``, ``Module.new``, ``Data.define(:a)``: a class by that name."""
    if right is None or right.type != "call":
        return False
    made_by = (work.text(right.child_by_field_name("receiver")), work.text(right.child_by_field_name("method")))
    if made_by not in (("Struct", "new"), ("Class", "new"), ("Module", "new"), ("Data", "define")):
        return False
    given = right.child_by_field_name("arguments")
    base = NONE
    if made_by[0] == "Class" and given is not None:
        base = work.expression(first(given))
    name = work.text(target)
    index = work.add_definition(
        "trait" if made_by[0] == "Module" else "class",
        name,
        node,
        target,
        open_scope=False,
        signature=_signature(work, node, node.end_byte)[:160],
        doc=_doc(work, node.start_point.row),
        bases=(base,) if base != NONE else (),
        extra=(("extends", base),) if base != NONE else (),
        flags=("struct",) if made_by[0] in ("Struct", "Data") else (),
    )
    if made_by[0] in ("Struct", "Data") and given is not None:
        for child in given.named_children:
            if child.type == "simple_symbol":
                _property(work, work.text(child).lstrip(":"), child, index, ("getter", "setter"))
    block = block_of(right)
    if block is not None:
        work.notes.setdefault("class_blocks", {})[block.id] = index
    return True


def _property(work: Extraction, name: str, node: Node, owner: int, flags: tuple[str, ...]) -> None:
    outer = work.definitions[owner].qualified_name
    visibility = work.notes.get("visibility", {}).get(owner, "public")
    work.add_definition(
        "property",
        name,
        node,
        node,
        open_scope=False,
        parent=owner,
        doc=_doc(work, node.start_point.row),
        visibility=visibility,
        flags=flags,
        qualified_name=f"{outer}.{name}" if outer else name,
    )


# -- narrowing


def _if(work: Extraction, node: Node) -> None:
    """``x.is_a?(T)`` tells what ``x`` is in the branch."""
    condition = node.child_by_field_name("condition")
    if condition is None or b"is_a?" not in work.data[condition.start_byte : condition.end_byte]:
        return
    body = node.child_by_field_name("consequence") or node.child_by_field_name("body")
    holds = node.type in ("if", "if_modifier")
    pending: list[Node] = [condition]
    while pending:
        test = pending.pop()
        if test.type == "parenthesized_statements":
            pending += test.named_children
        elif test.type == "binary":
            operator = test.child_by_field_name("operator")
            if operator is not None and operator.type in ("&&", "and"):
                left, right = test.child_by_field_name("left"), test.child_by_field_name("right")
                pending += [n for n in (left, right) if n is not None]
        elif test.type == "call" and work.text(test.child_by_field_name("method")) in _TYPE_TESTS:
            of = work.expression(first(test.child_by_field_name("arguments")))
            subject = test.child_by_field_name("receiver")
            if holds and body is not None:
                _narrow(work, subject, (of,), body.start_byte - 1, body.end_byte, node)
                if condition.start_byte < test.start_byte or test.end_byte < condition.end_byte:
                    _narrow(work, subject, (of,), test.end_byte, condition.end_byte, node)
            elif not holds and body is not None and _leaves(body):
                _narrow(work, subject, (of,), node.end_byte, _statement_block(node).end_byte, node)


def _leaves(body: Node) -> bool:
    final = last(body) if body.type in ("then", "body_statement") else body
    return final is not None and final.type in ("return", "next", "break")


def _case(work: Extraction, node: Node) -> None:
    subject = node.child_by_field_name("value")
    if subject is None:
        return
    for clause in node.named_children:
        if clause.type != "when":
            continue
        body = clause.child_by_field_name("body")
        patterns = [first(child) for child in clause.named_children if child.type == "pattern"]
        if body is None or not all(p is not None and p.type in ("constant", "scope_resolution") for p in patterns):
            continue
        types = tuple(work.expression(pattern) for pattern in patterns)
        _narrow(work, subject, types, body.start_byte - 1, body.end_byte, clause)


def _narrow(work: Extraction, subject: Node | None, types: tuple[int, ...], start: int, end: int, node: Node) -> None:
    if subject is None or subject.type != "identifier" or not types or NONE in types:
        return
    name = work.text(subject)
    if not is_local(work, name):
        return
    objects = tuple(work.intern("inst", of) for of in types)
    of = objects[0] if len(objects) == 1 else work.intern("union", objects)
    value = work.intern("narrowed", work.intern("name", name), of)
    row = node.start_point.row
    work.bindings.append(Binding(work.scope, name, value, "narrow", start, end, NONE, row, True, False))


# -- references


def _call(work: Extraction, node: Node) -> None:
    if node.id in work.notes.get("written", ()):
        return
    method = node.child_by_field_name("method")
    if method is not None and method.type in ("identifier", "constant"):
        _skip(work, method)
    receiver = node.child_by_field_name("receiver")
    name = work.text(method)
    if receiver is None and method is not None and _declaration(work, node, name):
        return
    if receiver is not None:
        work.chain(node, CHAIN)
    if method is None:
        at, name = node, "call"
    else:
        at = method
        if method.type == "super":
            return  # handled where ``super`` itself stands
    expression = work.expression(node)
    if expression == NONE:
        return
    item = work.expressions[expression]
    count = len(item[2])
    if any(a != NONE and work.expressions[a][0] == "spread" for a in item[2]):
        count = -1
    work.add_reference("call", name, expression, at, count, tuple(k for k, _ in item[3] if k != "&"))
    _sent(work, node, name, receiver)


def _sent(work: Extraction, node: Node, name: str, receiver: Node | None) -> None:
    """``method(:name)``, ``send(:name)``: a method named by a symbol."""
    if name not in ("method", "send", "public_send", "__send__", "instance_method", "respond_to?"):
        return
    given = first(node.child_by_field_name("arguments"))
    if given is None or given.type != "simple_symbol" or name == "respond_to?":
        return
    target = work.text(given).lstrip(":")
    base = work.expression(receiver) if receiver is not None else work.intern("this")
    work.add_reference("value", target, work.intern("attr", base, target + "()"), given)


def _declaration(work: Extraction, node: Node, name: str) -> bool:
    """Calls that declare something: ``attr_reader``, ``include``, ``private``, ``require``, …"""
    given = node.child_by_field_name("arguments")
    values = [child for child in given.named_children if child.type != "comment"] if given is not None else []
    owner = _owner(work)
    in_class = work.definitions[owner].kind in OWNERS
    if name in ("require", "require_relative", "load") and values and values[0].type == "string":
        path = work.text(values[0])[1:-1]
        if "#{" not in path:
            work.add_import("", path, "", node, level=1 if name == "require_relative" else 0, flags=("require",))
        return False
    if name == "autoload" and len(values) == 2 and values[1].type == "string":
        work.add_import(work.text(values[0]).lstrip(":"), work.text(values[1])[1:-1], "", node, flags=("require",))
        return False
    if not in_class:
        return False
    if name in _MIXINS:
        role = "extend" if name == "include" and _in_singleton(work, node) else name
        for value in values:
            expression = work.expression(value)
            if expression != NONE:
                _add_extra(work, owner, role, expression)
                work.add_reference("inherit", work.text(value).rsplit("::", 1)[-1], expression, value)
        return True
    if name in _ATTRIBUTES:
        flags = _ATTRIBUTES[name]
        if _in_singleton(work, node) and "static" not in flags:
            flags = (*flags, "static")
        for value in values:
            if value.type in ("simple_symbol", "string"):
                _property(work, work.text(value).strip(":\"'"), value, owner, flags)
        return True
    if name in _VISIBILITIES or name in ("module_function", "private_class_method"):
        _visibility(work, node, name, values, owner)
        return True
    if name == "alias_method" and len(values) == 2:
        _add_alias(work, work.text(values[0]).strip(":\"'"), work.text(values[1]).strip(":\"'"))
        return True
    if name == "define_method" and values and values[0].type in ("simple_symbol", "string"):
        _defined_method(work, node, values[0], owner)
        return True
    return False


def _visibility(work: Extraction, node: Node, name: str, values: list[Node], owner: int) -> None:
    visibility = "private" if name == "private_class_method" else name
    if not values:
        if name == "module_function":
            work.notes["module_function"] = owner
        else:
            work.notes.setdefault("visibility", {})[owner] = visibility
            if work.notes.get("module_function") == owner:
                work.notes["module_function"] = None
        return
    names = set()
    for value in values:
        if value.type in ("method", "singleton_method"):
            work.notes["wrapped"] = (value.start_byte, value.end_byte, visibility)
        elif value.type in ("simple_symbol", "string"):
            names.add(work.text(value).strip(":\"'"))
    for index, definition in enumerate(work.definitions):
        if definition.parent == owner and definition.name in names and definition.kind in ("method", "property"):
            if name == "module_function":
                flags = tuple(sorted({*definition.flags, "static", "module_function"}))
                work.definitions[index] = definition._replace(flags=flags)
            else:
                work.definitions[index] = definition._replace(visibility=visibility)


def _defined_method(work: Extraction, node: Node, name_node: Node, owner: int) -> None:
    """``define_method(:name) { |x| … }``: the block is the body."""
    block = block_of(node)
    if block is None or block.type not in BLOCKS:
        return
    name = work.text(name_node).strip(":\"'")
    parameters = _parameters(work, block.child_by_field_name("parameters"), {})
    index = work.add_definition(
        "method",
        name,
        node,
        name_node,
        open_scope=False,
        parent=owner,
        signature=_signature(work, node, block.start_byte),
        parameters=parameters,
        doc=_doc(work, node.start_point.row),
        flags=("static",) if _in_singleton(work, node) else (),
    )
    for parameter in parameters:
        declare(work, parameter.name, index)
    work.notes.setdefault("class_blocks", {})[block.id] = index
    _tail(work, index, block.child_by_field_name("body"))


def _super(work: Extraction, node: Node) -> None:
    call = node.parent
    whole = call if call is not None and call.type == "call" and call.start_byte == node.start_byte else node
    expression = work.expression(whole)
    if expression == NONE or work.expressions[expression][1] == NONE:
        return
    target = work.expressions[work.expressions[expression][1]]
    count = len(work.expressions[expression][2]) if whole is not node else -1
    work.add_reference("call", target[2][:-2], expression, node, count)


def _identifier(work: Extraction, node: Node) -> None:
    if node.start_byte in work.notes.get("skip", ()):
        return
    name = work.text(node)
    if is_local(work, name) or name in _PSEUDO:
        return
    if name in _VISIBILITIES or name == "module_function":
        owner = _owner(work)
        if work.definitions[owner].kind in OWNERS:
            if not _in_singleton(work, node):
                _visibility(work, node, name, [], owner)
            return
    work.add_reference("call", name, work.intern("call", work.intern("name", f"{name}()"), (), ()), node, 0)


def _pass(work: Extraction, node: Node) -> None:
    """``&:name`` calls the method on every element; it is named here, not called."""
    value = first(node)
    if value is None or value.type != "simple_symbol":
        return
    given = node.parent
    call = given.parent if given is not None else None
    if call is None or call.type != "call":
        return
    name = work.text(value).lstrip(":")
    receiver = work.expression(call.child_by_field_name("receiver"))
    if receiver == NONE or work.text(call.child_by_field_name("method")) not in _ELEMENT_BLOCKS:
        return
    expression = work.intern("attr", work.intern("elem", receiver), name + "()")
    work.add_reference("value", name, expression, value)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    for index, body in work.notes.get("tails", ()):
        work.scope = index
        value = _value(body)
        if value is None or value.type in ("return", "yield"):
            continue
        result, row, end = work.expression(value), value.start_point.row, value.end_byte
        work.bindings.append(Binding(index, "return", result, "return", end, body.end_byte, NONE, row, False, False))
    work.scope = 0
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)


def _value(body: Node) -> Node | None:
    """The node that gives a body its value."""
    if body.type not in ("body_statement", "block_body"):
        return body
    for child in reversed(body.named_children):
        if child.type not in ("comment", "rescue", "ensure", "else"):
            return child
    return None


LANGUAGE = Language(
    name="ruby",
    grammar="ruby",
    extensions=(".rb", ".rake", ".gemspec", ".ru", ".rbw"),
    filenames=("Rakefile", "Gemfile", "Capfile", "Guardfile", "Vagrantfile", "Podfile", "Brewfile", "Fastfile"),
    shebangs=("ruby",),
    handlers={
        "module": _module,
        "class": _class,
        "singleton": _singleton,
        "method": _method,
        "alias": _alias,
        "block": _block,
        "lambda": _lambda,
        "comment": _comment,
        "assign": _assign,
        "augment": _augment,
        "for": _for,
        "exception": _exception,
        "return": _return,
        "yield": _yield,
        "if": _if,
        "case": _case,
        "call": _call,
        "super": _super,
        "identifier": _identifier,
        "pass": _pass,
        "branch": _branch,
    },
    expression={
        **EXPRESSIONS,
        "block": _block_expression,
        "do_block": _block_expression,
        "lambda": _block_expression,
    },
    finish=_finish,
)
