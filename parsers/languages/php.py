"""PHP: classes with traits, name spaces resolved in the file itself, types from declarations and from PHPDoc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.facts import NONE, Binding, Parameter
from parsers.language import Language
from parsers.languages._php import docs
from parsers.languages._php.docs import Doc, TypeReader
from parsers.languages._php.expressions import (
    CHAIN,
    EXPRESSIONS,
    callee,
    class_reference,
    first,
    is_placeholder,
    names,
    of_type,
    type_expression,
)

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
_NO_DOC = Doc()
_WEAK = frozenset(("array", "iterable", "object", "mixed", "callable"))
"""Declared types that a comment usually says more about."""
_CLASS_NODES = {
    "class_declaration": "class",
    "interface_declaration": "interface",
    "trait_declaration": "trait",
    "enum_declaration": "enum",
}
_EXITS = frozenset(("return_statement", "throw_expression", "continue_statement", "break_statement", "exit_statement"))
_TAKES_CALLABLE = frozenset(
    (
        "array_filter",
        "array_map",
        "array_reduce",
        "array_walk",
        "array_walk_recursive",
        "call_user_func",
        "call_user_func_array",
        "is_callable",
        "iterator_apply",
        "ob_start",
        "preg_replace_callback",
        "register_shutdown_function",
        "set_error_handler",
        "set_exception_handler",
        "spl_autoload_register",
        "uasort",
        "uksort",
        "usort",
    )
)


# -- comments


def _comment(work: Extraction, node: Node) -> None:
    text = work.text(node)
    if not text.startswith("/**"):
        return
    work.notes["doc"] = (node.end_byte, text)
    if "@var" in text:
        _variable_comment(work, node, text)


def _variable_comment(work: Extraction, node: Node, text: str) -> None:
    """``/** @var User $user */`` ahead of a statement declares the variable from there on."""
    doc = docs.read(text)
    if not doc.variable or not doc.variable_name or work.definitions[work.scope].kind in ("class", "trait", "enum"):
        return
    of = _types(work).read(doc.variable)
    if of == NONE:
        return
    block = node.parent or node
    following = node.next_named_sibling
    start = following.end_byte if following is not None and following.type == "expression_statement" else node.end_byte
    inside = following.start_byte if following is not None else node.end_byte
    if following is not None and following.type == "foreach_statement":
        body = following.child_by_field_name("body")
        start = body.start_byte if body is not None else start
    for at in dict.fromkeys((inside, start)):
        work.bindings.append(
            Binding(
                work.scope,
                doc.variable_name,
                work.intern("inst", of),
                "declare",
                at,
                block.end_byte,
                NONE,
                node.start_point.row,
                False,
                True,
            )
        )


def _doc(work: Extraction, node: Node) -> Doc:
    """The documentation right above a declaration."""
    found = work.notes.get("doc")
    if found is None or work.data[found[0] : node.start_byte].strip():
        return _NO_DOC
    return docs.read(found[1])


def _types(work: Extraction, extra: frozenset[str] = frozenset()) -> TypeReader:
    """A reader of comment types that knows the type parameters around here."""
    templates = set(extra)
    scope = work.scope
    while scope > 0:
        templates.update(name for name, _ in work.definitions[scope].type_parameters)
        scope = work.definitions[scope].parent
    return TypeReader(work, names(work), frozenset(templates))


def _better(work: Extraction, declared: int, commented: int) -> int:
    """The declared type, unless the comment says more."""
    if commented == NONE:
        return declared
    if declared == NONE:
        return commented
    shown = work.expressions[declared]
    said = work.expressions[commented]
    if shown[0] == "name" and said[0] == "generic":
        base = work.expressions[said[1]] if said[1] != NONE else ()
        if said[1] == declared or (shown[1] == "string" and base == ("name", "class-string")):
            return commented
    if shown[0] == "name" and shown[1] in _WEAK:
        return commented
    if said[0] == "name" and str(said[1])[:1] != "\\":
        # a template or ``static`` where the declaration names the bound
        return commented if said[1] not in ("string", "int", "bool", "float", "null", "array") else declared
    return declared


def _template_parameters(work: Extraction, doc: Doc) -> tuple[tuple[str, int], ...]:
    known = frozenset(name for name, _ in doc.templates)
    return tuple((name, _types(work, known).read(bound)) for name, bound in doc.templates)


# -- name spaces and imports


def _namespace(work: Extraction, node: Node) -> None:
    name = work.text(node.child_by_field_name("name"))
    names(work).enter(name)
    work.facts.extra.setdefault("namespaces", []).append([node.start_byte, name])
    if not work.facts.module:
        work.facts.module = name.replace("\\", ".")


def _use(work: Extraction, node: Node) -> None:
    kind = _use_kind(node)
    group = node.child_by_field_name("body")
    prefix = work.text(of_type(node, "namespace_name")) + "\\" if group is not None else ""
    for clause in (group or node).named_children:
        if clause.type != "namespace_use_clause":
            continue
        alias = clause.child_by_field_name("alias")
        target = first(clause)
        full = (prefix + work.text(target)).lstrip("\\")
        local = work.text(alias) if alias is not None else full.rsplit("\\", 1)[-1]
        what = _use_kind(clause) or kind
        if what == "function":
            names(work).functions[local.lower()] = full
        elif what != "const":
            names(work).classes[local.lower()] = full
        work.add_import(local, full, "", clause, flags=(what,) if what else ())


def _use_kind(node: Node) -> str:
    return next((child.type for child in node.children if child.type in ("function", "const")), "")


def _include(work: Extraction, node: Node) -> None:
    """A required file, when its path is written out (from here, or from the folder of the file)."""
    value = first(node)
    while value is not None and value.type == "parenthesized_expression":
        value = first(value)
    path = _path(work, value)
    if path:
        work.add_import("", path, "", node, flags=("include",))


def _path(work: Extraction, node: Node | None) -> str:
    if node is None:
        return ""
    if node.type in ("string", "encapsed_string") and node.named_child_count == 1:
        return work.text(node)[1:-1]
    if node.type == "binary_expression":
        left, right = node.child_by_field_name("left"), _path(work, node.child_by_field_name("right"))
        text = work.text(left).replace(" ", "")
        if right and text in ("__DIR__", "dirname(__FILE__)"):
            return "./" + right.lstrip("/")
        if right and text in ("dirname(__DIR__)", "dirname(dirname(__FILE__))", "dirname(__FILE__,2)"):
            return "../" + right.lstrip("/")
    return ""


# -- types


def _class(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    doc = _doc(work, node)
    kind = _CLASS_NODES[node.type]
    modifiers = {child.type for child in node.named_children}
    flags = []
    if "abstract_modifier" in modifiers:
        flags.append("abstract")
    if name.endswith(("Test", "TestCase")):
        flags.append("test")
    _type(work, node, name_node, kind, name, doc, flags)


def _anonymous_expression(work: Extraction, node: Node) -> int:
    """A class without a name, defined on first mention (its value may be asked for before it is entered)."""
    known = work.definition_of(node)
    if known is None:
        known = _type(work, node, None, "class", "", _NO_DOC, [], open_scope=False)
    return work.intern("def", known)


def _anonymous(work: Extraction, node: Node) -> None:
    _anonymous_expression(work, node)
    index = work.definition_of(node)
    assert index is not None
    work.open(index, node.end_byte)


def _type(
    work: Extraction,
    node: Node,
    name_node: Node | None,
    kind: str,
    name: str,
    doc: Doc,
    flags: list[str],
    open_scope: bool = True,
) -> int:
    body = node.child_by_field_name("body")
    parameters = _template_parameters(work, doc)
    reader = _types(work, frozenset(template for template, _ in parameters))
    bases: list[int] = []
    extra: list[tuple[str, int]] = []
    for trait in body.named_children if body is not None else ():
        if trait.type == "use_declaration":
            _traits(work, trait, bases, extra)
    for child in node.named_children:
        role = {"base_clause": "extends", "class_interface_clause": "implements"}.get(child.type)
        for base in child.named_children if role else ():
            if base.type in ("name", "qualified_name", "relative_name"):
                expression = class_reference(work, base)
                bases.append(expression)
                extra.append((str(role), expression))
                work.add_reference("inherit", _last(work.text(base)), expression, base)
    for text in doc.bases:
        applied = reader.read(text)
        if applied != NONE and work.expressions[applied][0] == "generic":
            base = work.expressions[applied][1]
            bases = [applied if b == base else b for b in bases]
    for prop, text in doc.properties:
        extra.append((prop, reader.read(text)))
    for method, text in doc.methods:
        extra.append((method + "()", reader.read(text)))
    end = body.start_byte if body is not None else node.end_byte
    return work.add_definition(
        kind,
        name,
        node,
        name_node,
        open_scope=open_scope,
        signature=_signature(work, node, end),
        bases=tuple(dict.fromkeys(b for b in bases if b != NONE)),
        doc=doc.text[:DOC_LIMIT],
        flags=(*flags, "deprecated") if doc.deprecated else tuple(flags),
        type_parameters=parameters,
        extra=tuple(extra),
    )


def _traits(work: Extraction, node: Node, bases: list[int], extra: list[tuple[str, int]]) -> None:
    """``use A, B { A::f insteadof B; g as h; }``."""
    for child in node.named_children:
        if child.type in ("name", "qualified_name", "relative_name"):
            trait = class_reference(work, child)
            bases.append(trait)
            extra.append(("use", trait))
        elif child.type == "use_list":
            for rule in child.named_children:
                _trait_rule(work, rule, extra)


def _trait_rule(work: Extraction, rule: Node, extra: list[tuple[str, int]]) -> None:
    parts = [part for part in rule.named_children if part.type not in ("comment", "visibility_modifier")]
    if len(parts) != 2:
        return
    source, target = parts
    trait = NONE
    name = source
    if source.type == "class_constant_access_expression":
        pieces = source.named_children
        trait, name = class_reference(work, pieces[0]), pieces[-1]
    method = work.text(name).lower()
    if rule.type == "use_instead_of_clause":
        extra.append((f"not {method}()", class_reference(work, target)))
    elif rule.type == "use_as_clause":
        alias = work.text(target).lower()
        if alias != method:
            extra.append((f"as {alias}()", work.intern("attr", trait, method + "()")))


def _last(name: str) -> str:
    return name.rsplit("\\", 1)[-1]


def _signature(work: Extraction, node: Node, end: int) -> str:
    text = work.data[node.start_byte : min(end, node.start_byte + 4 * SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return " ".join(text.split())[:SIGNATURE_LIMIT].rstrip("{; ")


def _visibility(work: Extraction, node: Node) -> str:
    modifier = of_type(node, "visibility_modifier")
    text = work.text(modifier).split("(")[0].lower() if modifier is not None else ""
    return text if text in ("private", "protected") else "public"


def _property(work: Extraction, node: Node) -> None:
    doc = _doc(work, node)
    of = type_expression(work, node.child_by_field_name("type"))
    of = _better(work, of, _types(work).read(doc.variable))
    flags = ("static",) if of_type(node, "static_modifier") is not None else ()
    for element in node.named_children:
        if element.type != "property_element":
            continue
        name_node = element.child_by_field_name("name")
        default = work.expression(element.child_by_field_name("default_value"))
        work.add_definition(
            "field",
            work.text(name_node).lstrip("$"),
            element,
            name_node,
            open_scope=False,
            signature=_signature(work, node, node.end_byte),
            doc=doc.text[:DOC_LIMIT],
            visibility=_visibility(work, node),
            flags=flags,
            value=work.intern("inst", of) if of != NONE else default,
        )


def _constant(work: Extraction, node: Node) -> None:
    if work.definitions[work.scope].kind in ("function", "method", "lambda"):
        return
    doc = _doc(work, node)
    for element in node.named_children:
        if element.type != "const_element":
            continue
        parts = element.named_children
        work.add_definition(
            "constant",
            work.text(parts[0]),
            element,
            parts[0],
            open_scope=False,
            signature=_signature(work, node, node.end_byte)[:160],
            doc=doc.text[:DOC_LIMIT],
            visibility=_visibility(work, node),
            flags=("const",),
            value=work.expression(parts[-1]) if len(parts) > 1 else NONE,
        )


def _case(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    work.add_definition(
        "constant",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=_signature(work, node, node.end_byte),
        doc=_doc(work, node).text[:DOC_LIMIT],
        flags=("case", "const", "static"),
        value=work.intern("inst", work.intern("name", "self")),
    )


# -- functions


def _parameters(work: Extraction, node: Node | None, doc: Doc, reader: TypeReader) -> tuple[Parameter, ...]:
    if node is None:
        return ()
    out: list[Parameter] = []
    for child in node.named_children:
        if child.type not in ("simple_parameter", "property_promotion_parameter", "variadic_parameter"):
            continue
        name = work.text(child.child_by_field_name("name"))
        type_node = child.child_by_field_name("type")
        default = child.child_by_field_name("default_value")
        of = _better(work, type_expression(work, type_node), reader.read(doc.parameters.get(name, "")))
        out.append(
            Parameter(
                name,
                "args" if child.type == "variadic_parameter" else "",
                of,
                work.expression(default),
                default is not None,
                work.text(type_node)[:80],
            )
        )
    return tuple(out)


def _callable(work: Extraction, node: Node, kind: str) -> None:
    name_node = node.child_by_field_name("name")
    name = work.text(name_node)
    doc = _doc(work, node)
    type_parameters = _template_parameters(work, doc)
    reader = _types(work, frozenset(template for template, _ in type_parameters))
    body = node.child_by_field_name("body")
    listed = node.child_by_field_name("parameters")
    parameters = _parameters(work, listed, doc, reader)
    returns = _better(work, type_expression(work, node.child_by_field_name("return_type")), reader.read(doc.returns))
    flags = []
    if of_type(node, "static_modifier") is not None:
        flags.append("static")
    if of_type(node, "abstract_modifier") is not None:
        flags.append("abstract")
    if body is None:
        flags.append("signature")
    if kind == "method" and name.lower() == "__construct":
        flags.append("constructor")
    if kind == "method" and (name.startswith("test") or "@test" in doc.text):
        flags.append("test")
    if doc.deprecated:
        flags.append("deprecated")
    owner = work.scope
    visibility = _visibility(work, node)
    if "constructor" in flags and listed is not None:
        _promote(work, listed, parameters, owner)
    work.add_definition(
        kind,
        name,
        node,
        name_node,
        signature=_signature(work, node, body.start_byte if body is not None else node.end_byte),
        parameters=parameters,
        returns=returns,
        doc=doc.text[:DOC_LIMIT],
        visibility=visibility,
        flags=tuple(flags),
        type_parameters=type_parameters,
    )


def _promote(work: Extraction, listed: Node, parameters: tuple[Parameter, ...], owner: int) -> None:
    """Constructor parameters with a visibility are properties too."""
    by_name = {parameter.name: parameter for parameter in parameters}
    for child in listed.named_children:
        if child.type != "property_promotion_parameter":
            continue
        name_node = child.child_by_field_name("name")
        parameter = by_name.get(work.text(name_node))
        if parameter is None:
            continue
        work.add_definition(
            "field",
            parameter.name.lstrip("$"),
            child,
            name_node,
            open_scope=False,
            parent=owner,
            signature=_signature(work, child, child.end_byte),
            visibility=_visibility(work, child),
            value=work.intern("inst", parameter.type) if parameter.type != NONE else NONE,
        )


def _method(work: Extraction, node: Node) -> None:
    _callable(work, node, "method")


def _function(work: Extraction, node: Node) -> None:
    _callable(work, node, "function")


def _lambda_index(work: Extraction, node: Node) -> int:
    known = work.definition_of(node)
    if known is not None:
        return known
    used: list[tuple[str, int]] = []
    clause = of_type(node, "anonymous_function_use_clause")
    for child in clause.named_children if clause is not None else ():
        variable = first(child) if child.type == "by_ref" else child
        used.append((work.text(variable), NONE))
    return work.anonymous(
        "lambda",
        node,
        parameters=_parameters(work, node.child_by_field_name("parameters"), _NO_DOC, _types(work)),
        returns=type_expression(work, node.child_by_field_name("return_type")),
        extra=tuple(used),
        flags=("arrow",) if node.type == "arrow_function" else (),
    )


def _lambda_expression(work: Extraction, node: Node) -> int:
    return work.intern("def", _lambda_index(work, node))


def _lambda(work: Extraction, node: Node) -> None:
    index = _lambda_index(work, node)
    work.open(index, node.end_byte)
    body = node.child_by_field_name("body")
    if node.type == "arrow_function" and body is not None:
        work.add_binding("return", work.expression(body), "return", body, block=node)


# -- variables


def _block(node: Node) -> Node:
    parent = node.parent
    while parent is not None and parent.type in (
        "expression_statement",
        "assignment_expression",
        "parenthesized_expression",
    ):
        parent = parent.parent
    return parent or node


def _bind(
    work: Extraction,
    target: Node | None,
    expression: int,
    node: Node,
    block: Node,
    kind: str = "assign",
    start: int | None = None,
    depth: int = 0,
) -> None:
    """Bind a variable, a property, or the parts of a list."""
    if target is None or depth > 4:
        return
    shape = target.type
    if shape == "by_ref":
        target = first(target)
        if target is None:
            return
        shape = target.type
    if shape == "variable_name":
        work.add_binding(work.text(target), expression, kind, node, block=block, start_byte=start)
    elif shape in ("member_access_expression", "nullsafe_member_access_expression"):
        name = target.child_by_field_name("name")
        if name is not None and name.type == "name":
            base = work.expression(target.child_by_field_name("object"))
            work.add_binding("$" + work.text(name), expression, "attr", node, block=block, base=base, start_byte=start)
    elif shape == "scoped_property_access_expression":
        name = target.child_by_field_name("name")
        if name is not None and name.type == "variable_name":
            base = class_reference(work, target.child_by_field_name("scope"))
            work.add_binding(work.text(name), expression, "attr", node, block=block, base=base, start_byte=start)
    elif shape == "subscript_expression":
        # ``$list[] = $x``, ``$map['k'] = $x``: one element tells what the others are
        element = work.intern("seq", "array", (expression,)) if expression != NONE else NONE
        if element != NONE and kind == "assign":
            _bind(work, first(target), element, node, block, "element", start, depth + 1)
    elif shape in ("list_literal", "array_creation_expression"):
        _bind_list(work, target, expression, node, block, kind, start, depth)


def _bind_list(
    work: Extraction,
    target: Node,
    expression: int,
    node: Node,
    block: Node,
    kind: str,
    start: int | None,
    depth: int,
) -> None:
    position = 0
    key = NONE
    pending: Node | None = None
    for child in [*target.children, None]:
        shape = child.type if child is not None else ","
        if shape == "=>" and pending is not None:
            key, pending = work.expression(pending), None
        elif shape in (",", "]", ")"):
            if pending is not None and expression != NONE:
                part = (
                    work.intern("index", expression, key) if key != NONE else work.intern("item", expression, position)
                )
                _bind(work, pending, part, node, block, kind, start, depth + 1)
            position += 1
            key, pending = NONE, None
        elif child is not None and child.is_named:
            pending = child


def _assign(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or right is None:
        return
    _bind(work, left, work.expression(right), node, _block(node))


def _augment(work: Extraction, node: Node) -> None:
    operator = node.child_by_field_name("operator")
    if operator is not None and operator.type == "??=":
        right = work.expression(node.child_by_field_name("right"))
        _bind(work, node.child_by_field_name("left"), right, node, node.child_by_field_name("right") or node)


def _foreach(work: Extraction, node: Node) -> None:
    body = node.child_by_field_name("body")
    parts = [child for child in node.named_children if child.type != "comment"]
    if len(parts) < 2:
        return
    over = work.expression(parts[0])
    target = parts[1]
    start = body.start_byte if body is not None else target.end_byte
    if target.type == "pair":
        pieces = target.named_children
        if over != NONE:
            _bind(work, pieces[0], work.intern("key", over), node, node, "for", start)
        target = pieces[-1]
    _bind(work, target, work.intern("elem", over) if over != NONE else NONE, node, node, "for", start)


def _catch(work: Extraction, node: Node) -> None:
    name = node.child_by_field_name("name")
    of = type_expression(work, node.child_by_field_name("type"))
    if name is not None and of != NONE:
        work.add_binding(
            work.text(name),
            work.intern("inst", of),
            "except",
            node,
            block=node,
            start_byte=name.end_byte,
            declared=True,
        )


def _static(work: Extraction, node: Node) -> None:
    name = node.child_by_field_name("name")
    value = node.child_by_field_name("value")
    if name is not None:
        work.add_binding(work.text(name), work.expression(value), "assign", node, block=_block(node.parent or node))


def _global(work: Extraction, node: Node) -> None:
    for child in node.named_children:
        if child.type == "variable_name":
            work.add_binding(work.text(child), NONE, "global", node)


def _return(work: Extraction, node: Node) -> None:
    value = first(node)
    if value is not None:
        work.add_binding("return", work.expression(value), "return", node)


def _yield(work: Extraction, node: Node) -> None:
    value = first(node)
    if value is not None and value.type == "array_element_initializer":
        value = value.named_children[-1] if value.named_child_count else None
    work.add_binding("yield", work.expression(value), "yield", node)
    scope = work.scope
    definition = work.definitions[scope]
    if "generator" not in definition.flags and definition.kind in ("function", "method", "lambda"):
        work.definitions[scope] = definition._replace(flags=tuple(sorted((*definition.flags, "generator"))))


def _if(work: Extraction, node: Node) -> None:
    """``$x instanceof T`` narrows inside the branch; its negation narrows what follows a branch that leaves."""
    condition = node.child_by_field_name("condition")
    body = node.child_by_field_name("body")
    if condition is None or b"instanceof" not in work.data[condition.start_byte : condition.end_byte]:
        return
    positive, negative = _tests(condition)
    if body is not None:
        for test in positive:
            _narrow(work, test, body.start_byte - 1, body.end_byte, node)
    if node.type == "if_statement" and node.child_by_field_name("alternative") is None and _leaves(body):
        end = (node.parent or node).end_byte
        for test in negative:
            _narrow(work, test, node.end_byte, end, node)


def _instanceof(work: Extraction, node: Node) -> None:
    """``$x instanceof T && $x->f()``: the rest of the condition; ``assert($x instanceof T)``: the rest of the block."""
    test = node.parent
    if test is None:
        return
    inner, outer = test, test.parent
    end = 0
    while outer is not None and outer.type in ("binary_expression", "parenthesized_expression"):
        if outer.type == "binary_expression":
            operator = outer.child_by_field_name("operator")
            left = outer.child_by_field_name("left")
            if operator is None or operator.type not in ("&&", "and"):
                break
            if left is not None and left.start_byte == inner.start_byte:
                end = outer.end_byte
        inner, outer = outer, outer.parent
    if end:
        _narrow(work, test, test.end_byte, end, test)
    call = outer.parent.parent if outer is not None and outer.type == "argument" and outer.parent is not None else None
    if call is not None and work.text(call.child_by_field_name("function")).lstrip("\\") == "assert":
        statement = call.parent
        block = statement.parent if statement is not None else None
        if statement is not None and block is not None:
            _narrow(work, test, statement.end_byte, block.end_byte, test)


def _tests(condition: Node) -> tuple[list[Node], list[Node]]:
    """The instanceof tests that hold when the condition does, and those that hold when it does not."""
    positive: list[Node] = []
    negative: list[Node] = []
    pending: list[tuple[Node, bool]] = [(condition, True)]
    while pending and len(positive) + len(negative) < 20:
        node, holds = pending.pop()
        if node.type == "parenthesized_expression":
            inner = first(node)
            if inner is not None:
                pending.append((inner, holds))
        elif node.type == "unary_op_expression" and node.child_count and node.children[0].type == "!":
            inner = first(node)
            if inner is not None:
                pending.append((inner, not holds))
        elif node.type == "binary_expression":
            operator = node.child_by_field_name("operator")
            kind = operator.type if operator is not None else ""
            if kind == "instanceof":
                (positive if holds else negative).append(node)
            elif kind in ("&&", "and") and holds or kind in ("||", "or") and not holds:
                pending += [(n, holds) for f in ("left", "right") if (n := node.child_by_field_name(f)) is not None]
    if not positive and not negative:
        # ``if (!a instanceof T || !b instanceof U) return;``
        pending = [(condition, True)]
        while pending and len(negative) < 20:
            node, holds = pending.pop()
            if node.type == "parenthesized_expression" and (inner := first(node)) is not None:
                pending.append((inner, holds))
            elif node.type == "unary_op_expression" and (inner := first(node)) is not None:
                pending.append((inner, not holds))
            elif node.type == "binary_expression":
                operator = node.child_by_field_name("operator")
                kind = operator.type if operator is not None else ""
                if kind == "instanceof" and not holds:
                    negative.append(node)
                elif kind in ("||", "or") and holds:
                    pending += [(n, holds) for f in ("left", "right") if (n := node.child_by_field_name(f)) is not None]
    return positive, negative


def _narrow(work: Extraction, test: Node, start: int, end: int, node: Node) -> None:
    subject = test.child_by_field_name("left")
    target = test.child_by_field_name("right")
    if subject is None or subject.type != "variable_name" or work.text(subject) == "$this":
        return
    of = class_reference(work, target)
    if of == NONE:
        return
    name = work.text(subject)
    value = work.intern("narrowed", work.intern("name", name), work.intern("inst", of))
    work.bindings.append(
        Binding(work.scope, name, value, "narrow", start, end, NONE, node.start_point.row, True, False)
    )


def _leaves(body: Node | None) -> bool:
    """Whether a branch never runs on to what follows it."""
    if body is None:
        return False
    last = body.named_children[-1] if body.type == "compound_statement" and body.named_child_count else body
    if last.type == "expression_statement":
        last = first(last) or last
    return last.type in _EXITS


# -- references


def _call(work: Extraction, node: Node) -> None:
    work.chain(node, CHAIN)
    kind = node.type
    at = node.child_by_field_name("function" if kind == "function_call_expression" else "name")
    if at is None:
        return
    given = node.child_by_field_name("arguments")
    expression = work.expression(node)
    name = _last(work.text(at)) if at.type in ("name", "qualified_name", "relative_name", "variable_name") else ""
    if is_placeholder(given):
        work.add_reference("value", name, callee(work, node), at)
        return
    count = -1
    keywords: tuple[str, ...] = ()
    if expression != NONE and work.expressions[expression][0] == "call":
        item = work.expressions[expression]
        count = len(item[2])
        keywords = tuple(k for k, _ in item[3])
        if any(a != NONE and work.expressions[a][0] == "spread" for a in item[2]):
            count = -1
    work.add_reference("call", name, expression, at, count, keywords)
    _callbacks(work, given, name if kind == "function_call_expression" else "")


def _callbacks(work: Extraction, given: Node | None, function: str) -> None:
    """``[$this, 'method']``, ``[Foo::class, 'method']`` and, where a callable is taken, ``'function'``."""
    if given is None:
        return
    for argument in given.named_children:
        value = argument.named_children[-1] if argument.type == "argument" and argument.named_child_count else None
        if value is None:
            continue
        if value.type == "array_creation_expression" and value.named_child_count == 2:
            _pair(work, value)
        elif value.type == "string" and function.lower() in _TAKES_CALLABLE:
            text = work.text(value)[1:-1].replace("\\\\", "\\").lstrip("\\")
            cls, colons, method = text.partition("::")
            if colons and method.isidentifier():
                base = work.intern("name", "\\" + cls)
                work.add_reference("value", method, work.intern("attr", base, method + "()"), value)
            elif not colons and text.replace("\\", "a").isidentifier():
                work.add_reference("value", _last(text), work.intern("name", f"\\{text}()"), value)


def _pair(work: Extraction, value: Node) -> None:
    parts = [first(element) for element in value.named_children]
    owner, method = parts
    if owner is None or method is None or method.type not in ("string", "encapsed_string"):
        return
    name = work.text(method)[1:-1]
    if not name.isidentifier():
        return
    base = NONE
    if owner.type == "class_constant_access_expression":
        pieces = owner.named_children
        if work.text(pieces[-1]) == "class":
            base = class_reference(work, pieces[0])
    elif owner.type in ("string", "encapsed_string"):
        base = work.intern("name", "\\" + work.text(owner)[1:-1].replace("\\\\", "\\").lstrip("\\"))
    else:
        base = work.expression(owner)
    if base != NONE:
        work.add_reference("value", name, work.intern("attr", base, name + "()"), method)


def _new(work: Extraction, node: Node) -> None:
    target = first(node)
    if target is None or target.type == "anonymous_class":
        return
    expression = work.expression(node)
    kind = target.type
    name = _last(work.text(target)) if kind in ("name", "qualified_name", "relative_name", "variable_name") else ""
    item = work.expressions[expression] if expression != NONE else ()
    count = len(item[2]) if item and item[0] == "new" else -1
    work.add_reference("call", name, expression, target, count)
    _callbacks(work, of_type(node, "arguments"), "")


def _attribute(work: Extraction, node: Node) -> None:
    target = first(node)
    if target is not None:
        work.add_reference("decorate", _last(work.text(target)), class_reference(work, target), target)


def _type_use(work: Extraction, node: Node) -> None:
    """A class or interface where a type is expected, or before ``::`` where nothing is called."""
    target = first(node) if node.type == "named_type" else node
    if target is not None and target.type in ("name", "qualified_name"):
        work.add_reference("type", _last(work.text(target)), class_reference(work, target), target)


def _tested_type(work: Extraction, node: Node) -> None:
    """``… instanceof Type``."""
    if node.next_named_sibling is not None:
        _type_use(work, node.next_named_sibling)


def _branch(work: Extraction, node: Node) -> None:
    owner = work.named(work.scope)
    work.branches[owner] = work.branches.get(owner, 0) + 1


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)


LANGUAGE = Language(
    name="php",
    grammar="php",
    extensions=(".php", ".phtml", ".php5", ".php7"),
    shebangs=("php",),
    handlers={
        "namespace": _namespace,
        "use": _use,
        "comment": _comment,
        "class": _class,
        "anonymous": _anonymous,
        "property": _property,
        "constant": _constant,
        "case": _case,
        "method": _method,
        "function": _function,
        "lambda": _lambda,
        "assign": _assign,
        "augment": _augment,
        "foreach": _foreach,
        "catch": _catch,
        "static": _static,
        "global": _global,
        "return": _return,
        "yield": _yield,
        "if": _if,
        "instanceof": _instanceof,
        "call": _call,
        "new": _new,
        "attribute": _attribute,
        "type": _type_use,
        "tested": _tested_type,
        "include": _include,
        "branch": _branch,
    },
    expression={
        **EXPRESSIONS,
        "anonymous_class": _anonymous_expression,
        "anonymous_function": _lambda_expression,
        "arrow_function": _lambda_expression,
    },
    finish=_finish,
)
