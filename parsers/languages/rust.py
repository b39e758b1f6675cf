"""Rust: modules are files and ``mod`` blocks; methods live in ``impl`` blocks, apart from their types.

What the facts hold that other languages do not have:

* an ``impl`` block is a definition of kind ``impl`` without a name: ``impl_type`` and ``impl_trait`` in its
  ``extra``; its methods are qualified by the type's name;
* ``mod x;`` is an import with flag ``mod`` (``path`` too when an attribute names the file);
* fields of tuple structs and of enum variants are the *parameters* of the struct or variant (named
  ``0``, ``1``, … or as written), as they are what its constructor takes; a variant is a constant with
  flag ``variant``;
* a definition under a ``cfg`` that does not hold in a usual test build on Linux has flag ``inactive``;
* a closure in an argument has ``argument_of`` (the call) and ``argument`` (its position) in ``extra``;
* type parameters with a default have it in ``extra`` as ``default <name>``;
* each rule of a ``macro_rules!`` is a nameless definition whose parameters are the metavariables and
  whose value is what the rule expands to, as far as it reads as an expression.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from parsers.facts import NONE, Parameter
from parsers.language import Language
from parsers.languages import rust_expressions as expressions
from parsers.languages.rust_expressions import COMMENTS, TABLE
from parsers.languages.rust_items import (
    condition,
    default_types,
    inner_doc,
    leading,
    parameters,
    signature,
    type_name,
    type_parameters,
    visibility,
)
from parsers.languages.rust_macros import Mark, Reading, read_all
from parsers.languages.rust_made import announced, made_by_rules
from parsers.languages.rust_patterns import bind

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction


def module_name(path: PurePosixPath) -> str:
    """Name the module at path: ``src/shop/cart.rs`` is ``shop.cart``, ``src/shop/mod.rs`` is ``shop``.

    A crate's root is named after the folder of the crate, or ``crate`` when that is not known.
    """
    parts = list(path.with_suffix("").parts)
    inside: list[str] = []
    if "src" in parts:
        at = len(parts) - 1 - parts[::-1].index("src")
        inside = parts[at + 1 :]
        parts = parts[:at][-1:]
    else:
        inside, parts = parts, []
    if (inside and inside[-1] == "mod") or (len(inside) == 1 and inside[0] in ("lib", "main")):
        inside = inside[:-1]
    return ".".join(p.replace("-", "_") for p in [*parts, *inside]) or "crate"


# -- the file


def _file(work: Extraction, node: Node) -> None:
    """Read what stands in macros before anything else, as expressions refer to it."""
    captures = work.captures
    definitions = captures.get("definition.macro", [])
    invocations = captures.get("reference.macro", [])
    work.scratch["blocks"] = []
    attributes = captures.get("attribute", [])
    work.scratch["macros"] = read_all(work, LANGUAGE, invocations, definitions, attributes)


def _ignore(work: Extraction, node: Node) -> None:
    return None


def _attribute(work: Extraction, node: Node) -> None:
    work.scratch.setdefault("attributes", []).append(node)
    reading = work.scratch["macros"].get(node.id)
    if reading is not None:
        # group(…) at the top is an option of the attribute, not a function; what it is given may call one.
        options = {a.id for a in reading.arguments if a.type == "call_expression"}
        _run(work, [m for m in reading.marks if m[4].id not in options])


def _inner_attribute(work: Extraction, node: Node) -> None:
    text = "".join(work.text(node).split())
    if text.startswith("#![cfg(") and "test" in text and "not(test" not in text:
        work.facts.flags = (*work.facts.flags, "test")


# -- definitions


def _qualified(work: Extraction, name: str) -> str | None:
    """Members of an ``impl`` are qualified by its type."""
    around = work.definitions[work.scope]
    return f"{around.qualified_name}.{name}" if around.kind == "impl" else None


def _module(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    body = node.child_by_field_name("body")
    name = work.text(name_node)
    seen = visibility(work, node)
    if body is None:
        flags = ["mod", *(f for f in front.flags if f != "exported")]
        if front.path:
            flags.append("path")
        if seen != "private":
            flags.append("reexport")
        work.add_import(name, front.path or name, "", name_node, flags=tuple(flags))
        return
    work.add_definition(
        "module",
        name,
        node,
        name_node,
        signature=signature(work, node, body),
        decorators=front.decorators,
        doc=front.doc or inner_doc(work.data, body.start_byte + 1),
        visibility=seen,
        flags=front.flags,
        extra=(("path", work.intern("str", front.path)),) if front.path else (),
    )


def _member_visibility(work: Extraction, node: Node) -> str:
    """What a trait declares and what implements it is as visible as the trait."""
    around = work.definitions[work.scope]
    if around.kind == "trait" or (around.kind == "impl" and any(k == "impl_trait" for k, _ in around.extra)):
        return "public"
    return visibility(work, node)


def _foreign(work: Extraction, node: Node) -> None:
    leading(work, node)


def _struct(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    body = node.child_by_field_name("body")
    positional = body is not None and body.type == "ordered_field_declaration_list"
    tuple_fields = _tuple_fields(work, body) if body is not None and positional else ()
    flags = ("tuple", *front.flags) if positional else front.flags
    index = work.add_definition(
        "struct",
        work.text(name_node),
        node,
        name_node,
        signature=signature(work, node, body if body is not None and body.type == "field_declaration_list" else None),
        parameters=tuple_fields,
        decorators=front.decorators,
        doc=front.doc,
        visibility=visibility(work, node),
        flags=flags,
        type_parameters=type_parameters(work, node),
        extra=default_types(work, node),
    )
    if body is not None and body.type == "field_declaration_list":
        for child in body.named_children:
            if child.type == "field_declaration":
                _field(work, child, index)


def _field(work: Extraction, node: Node, owner: int) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    declared = work.expression(node.child_by_field_name("type"))
    work.add_definition(
        "field",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        parent=owner,
        signature=" ".join(work.text(node)[:120].split()),
        doc=leading(work, node).doc,
        visibility=visibility(work, node),
        value=work.intern("inst", declared) if declared != NONE else NONE,
    )


def _tuple_fields(work: Extraction, body: Node) -> tuple[Parameter, ...]:
    out = []
    for child in body.children_by_field_name("type"):
        out.append(Parameter(str(len(out)), "", work.expression(child), NONE, False, work.text(child)[:80]))
    return tuple(out)


def _enum(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    body = node.child_by_field_name("body")
    index = work.add_definition(
        "enum",
        work.text(name_node),
        node,
        name_node,
        signature=signature(work, node, body),
        decorators=front.decorators,
        doc=front.doc,
        visibility=visibility(work, node),
        flags=front.flags,
        type_parameters=type_parameters(work, node),
        extra=default_types(work, node),
    )
    for child in body.named_children if body is not None else ():
        if child.type != "enum_variant":
            continue
        variant_name = child.child_by_field_name("name")
        fields = child.child_by_field_name("body")
        content: tuple[Parameter, ...] = ()
        if fields is not None and fields.type == "ordered_field_declaration_list":
            content = _tuple_fields(work, fields)
        elif fields is not None:
            content = tuple(
                Parameter(
                    work.text(f.child_by_field_name("name")),
                    "kwonly",
                    work.expression(f.child_by_field_name("type")),
                    NONE,
                    False,
                    work.text(f.child_by_field_name("type"))[:80],
                )
                for f in fields.named_children
                if f.type == "field_declaration"
            )
        work.add_definition(
            "constant",
            work.text(variant_name),
            child,
            variant_name,
            open_scope=False,
            parent=index,
            signature=" ".join(work.text(child)[:120].split()),
            parameters=content,
            doc=leading(work, child).doc,
            flags=("variant",),
        )


def _trait(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    body = node.child_by_field_name("body")
    limits = node.child_by_field_name("bounds")
    bases = []
    for bound in limits.named_children if limits is not None else ():
        base = expressions.bounds(work, "", [bound])
        if base != NONE:
            bases.append(base)
    index = work.add_definition(
        "trait",
        work.text(name_node),
        node,
        name_node,
        signature=signature(work, node, body),
        bases=tuple(bases),
        decorators=front.decorators,
        doc=front.doc,
        visibility=visibility(work, node),
        flags=front.flags,
        type_parameters=type_parameters(work, node),
        extra=default_types(work, node),
    )
    for bound, base in zip(limits.named_children if limits is not None else (), bases, strict=False):
        work.add_reference("inherit", type_name(work, bound), base, bound, scope=index)


def _impl(work: Extraction, node: Node) -> None:
    type_node = node.child_by_field_name("type")
    trait_node = node.child_by_field_name("trait")
    front = leading(work, node)
    of = type_name(work, type_node)
    outer = work.definitions[work.named(work.scope)].qualified_name if work.named(work.scope) else ""
    body = node.child_by_field_name("body")
    implemented = work.expression(type_node)
    extra = [("impl_type", implemented)]
    trait = NONE
    flags = list(front.flags)
    if trait_node is not None:
        trait = work.expression(trait_node)
        extra.append(("impl_trait", trait))
        if any(c.type == "!" for c in node.children[:4]):
            flags.append("negative")
    index = work.add_definition(
        "impl",
        "",
        node,
        type_node,
        signature=signature(work, node, body),
        bases=(trait,) if trait != NONE else (),
        decorators=front.decorators,
        doc=front.doc,
        flags=tuple(flags),
        type_parameters=type_parameters(work, node),
        extra=tuple(extra),
        qualified_name=f"{outer}.{of}" if outer else of,
    )
    if trait_node is not None:
        head = trait_node
        if head.type == "generic_type":
            head = head.child_by_field_name("type") or head
        if head.type == "scoped_type_identifier":
            head = head.child_by_field_name("name") or head
        work.add_reference("inherit", type_name(work, trait_node), trait, head, scope=index)


def _function(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    around = work.definitions[work.scope]
    body = node.child_by_field_name("body")
    name = work.text(name_node)
    flags = set(front.flags)
    for child in node.children:
        kind = child.type
        if kind == "function_modifiers":
            flags.update(w for w in ("async", "const", "unsafe") if w in work.text(child).split())
        elif kind == "identifier":
            break
    kind = "function"
    seen = visibility(work, node)
    if around.kind == "impl" or around.kind == "trait":
        kind = "method"
        if around.kind == "trait" or any(k == "impl_trait" for k, _ in around.extra):
            seen = "public"
            flags.add("override" if around.kind == "impl" else "default" if body is not None else "signature")
    elif body is None:
        flags.add("signature")
    formal, patterns = parameters(work, node.child_by_field_name("parameters"))
    if kind == "method" and not (formal and formal[0].kind == "self"):
        flags.add("static")
    index = work.add_definition(
        kind,
        name[2:] if name[:2] == "r#" else name,
        node,
        name_node,
        signature=signature(work, node, body),
        parameters=formal,
        returns=work.expression(node.child_by_field_name("return_type")),
        decorators=front.decorators,
        doc=front.doc,
        visibility=seen,
        flags=tuple(flags),
        type_parameters=type_parameters(work, node),
        extra=around.extra if around.kind == "impl" else (),
        qualified_name=_qualified(work, name),
    )
    if body is not None:
        for pattern, position in patterns:
            value = work.intern("name", position)
            bind(work, pattern, value, start=body.start_byte, end=body.end_byte, scope=index)


def _constant(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    name = work.text(name_node)
    if name == "_":
        return
    declared = work.expression(node.child_by_field_name("type"))
    if declared != NONE and work.scratch.get("inside") == "thread_local":
        thread = work.intern("path", work.intern("name", "std"), "thread")
        declared = work.intern("generic", work.intern("path", thread, "LocalKey"), (declared,))
    value = node.child_by_field_name("value")
    flags = set(front.flags)
    flags.add("static" if node.type == "static_item" else "const")
    work.add_definition(
        "constant",
        name,
        node,
        name_node,
        open_scope=False,
        signature=signature(work, node, value),
        decorators=front.decorators,
        doc=front.doc,
        visibility=_member_visibility(work, node),
        flags=tuple(flags),
        value=work.intern("inst", declared) if declared != NONE else work.expression(value),
        qualified_name=_qualified(work, name),
    )


def _type(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    name = work.text(name_node)
    limits = node.child_by_field_name("bounds")
    bound = expressions.bounds(work, "", list(limits.named_children)) if limits is not None else NONE
    work.add_definition(
        "type",
        name,
        node,
        name_node,
        open_scope=False,
        signature=signature(work, node, None),
        bases=(bound,) if bound != NONE else (),
        decorators=front.decorators,
        doc=front.doc,
        visibility=_member_visibility(work, node),
        flags=front.flags,
        type_parameters=type_parameters(work, node),
        extra=default_types(work, node),
        value=work.expression(node.child_by_field_name("type")),
        qualified_name=_qualified(work, name),
    )


def _macro_definition(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("name")
    if name_node is None:
        return
    front = leading(work, node)
    if _only_idle_items(work, node):
        front = front._replace(flags=(*front.flags, "idle"))
    index = work.add_definition(
        "macro",
        work.text(name_node),
        node,
        name_node,
        open_scope=False,
        signature=f"macro_rules! {work.text(name_node)}",
        decorators=front.decorators,
        doc=front.doc,
        visibility="public" if "exported" in front.flags else "private",
        flags=front.flags,
    )
    readings: dict[int, Reading] = work.scratch["macros"]
    for rule in node.named_children:
        reading = readings.get(rule.id)
        left = rule.child_by_field_name("left") if reading is not None else None
        if reading is None or left is None:
            continue
        names, simple = _metavariables(work, left)
        at = len(work.definitions)
        work.add_definition(
            "lambda",
            "",
            rule,
            rule,
            parent=index,
            parameters=names,
            flags=("rule", "simple") if simple else ("rule",),
        )
        # Only what types the result: the calls in a rule belong to whoever invokes the macro.
        _run(work, [m for m in reading.marks if m[3] in _RULE_MARKS])
        values = [work.expression(a) for a in reading.arguments[:1]]
        if values and values[0] != NONE:
            value = expressions.at(work, values[0], reading.arguments[0].start_byte)
            work.definitions[at] = work.definitions[at]._replace(value=value)
        _close(work, at)


def _only_idle_items(work: Extraction, node: Node) -> bool:
    """Whether all that a macro's rules do is to put a ``cfg`` that does not hold on items."""
    found = False
    for rule in node.named_children:
        right = rule.child_by_field_name("right") if rule.type == "macro_rule" else None
        if right is None:
            continue
        holds = None
        pending = [right]
        seen = 0
        while pending and holds is None and seen < 60:
            part = pending.pop()
            seen += 1
            children = part.children
            for i, child in enumerate(children):
                if child.type == "identifier" and i and i + 1 < len(children) and work.text(child) == "cfg":
                    if children[i - 1].type == "[" and children[i + 1].type == "token_tree":
                        holds = condition(work, children[i + 1])
                        break
            pending.extend(c for c in reversed(children) if c.type in ("token_tree", "token_repetition"))
        if holds is not False:
            return False
        found = True
    return found


def _metavariables(work: Extraction, left: Node) -> tuple[tuple[Parameter, ...], bool]:
    """The metavariables of a macro rule in order; and whether the rule is a plain comma-separated list of them."""
    out: list[Parameter] = []
    simple = True
    pending = [(child, False) for child in reversed(left.children)]
    while pending:
        node, repeated = pending.pop()
        kind = node.type
        if kind == "token_binding_pattern":
            name = work.text(node.child_by_field_name("name"))
            fragment = work.text(node.child_by_field_name("type"))
            out.append(Parameter(name, "args" if repeated else "", NONE, NONE, False, fragment))
        elif kind == "token_repetition_pattern" or kind == "token_tree_pattern":
            if kind == "token_tree_pattern":
                simple = False
            pending += [(c, repeated or kind == "token_repetition_pattern") for c in reversed(node.children)]
        elif not repeated and work.text(node) not in (",", "(", ")", "[", "]", "{", "}"):
            simple = False
    return tuple(out), simple


# -- imports


def _use(work: Extraction, node: Node) -> None:
    argument = node.child_by_field_name("argument")
    if argument is None:
        return
    front = leading(work, node)
    flags = [f for f in front.flags if f in ("cfg", "inactive", "test")]
    if visibility(work, node) != "private":
        flags.append("reexport")
    blocks: list[int] = work.scratch["blocks"]
    start = node.start_byte
    while blocks and blocks[-1] <= start:
        blocks.pop()
    scope = work.definitions[work.scope]
    block_end = min(blocks[-1], scope.end_byte) if blocks and blocks[-1] <= scope.end_byte else -1
    pending: list[tuple[Node, tuple[str, ...]]] = [(argument, ())]
    while pending:
        part, prefix = pending.pop()
        kind = part.type
        if kind == "scoped_use_list":
            path = part.child_by_field_name("path")
            inner = part.child_by_field_name("list")
            if inner is not None:
                pending.append((inner, (*prefix, *_segments(work, path))))
            continue
        if kind == "use_list":
            pending += [(c, prefix) for c in reversed(part.named_children) if c.type not in COMMENTS]
            continue
        alias = ""
        at = part
        if kind == "use_as_clause":
            alias_node = part.child_by_field_name("alias")
            alias = work.text(alias_node)
            part = part.child_by_field_name("path") or part
        if kind == "use_wildcard":
            path = part.named_child(0) if part.named_child_count else None
            module = "::".join((*prefix, *_segments(work, path)))
            work.add_import("", module, "*", at, flags=tuple(flags), block_end=block_end)
            continue
        segments = (*prefix, *_segments(work, part))
        if segments and segments[-1] == "self" and len(segments) > 1:
            segments = segments[:-1]
        if not segments:
            continue
        name_node = part.child_by_field_name("name") or part
        local = "" if alias == "_" else alias or segments[-1]
        if len(segments) == 1:
            work.add_import(local, segments[0], "", name_node, flags=tuple(flags), block_end=block_end)
        else:
            module = "::".join(segments[:-1])
            work.add_import(local, module, segments[-1], name_node, flags=tuple(flags), block_end=block_end)


def _segments(work: Extraction, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    text = work.text(node)
    leading_colons = text.startswith("::")
    parts = tuple(p.strip().removeprefix("r#") for p in text.split("::"))
    parts = tuple("crate" if p == "$crate" else p for p in parts if p)
    return ("", *parts) if leading_colons else parts


def _extern_crate(work: Extraction, node: Node) -> None:
    name = work.text(node.child_by_field_name("name"))
    alias = work.text(node.child_by_field_name("alias"))
    leading(work, node)
    flags = ("crate", "reexport") if visibility(work, node) != "private" else ("crate",)
    work.add_import("" if alias == "_" else alias or name, name, "", node, flags=flags)


# -- scopes without a name


def _closure(work: Extraction, node: Node) -> None:
    index = expressions.closure(work, node)
    work.open(index, node.end_byte)
    body = node.child_by_field_name("body")
    formal = node.child_by_field_name("parameters")
    if body is None:
        return
    if formal is not None:
        position = 0
        for child in formal.children:
            if not (child.is_named or child.type == "_") or child.type in COMMENTS:
                continue
            pattern = child.child_by_field_name("pattern") if child.type == "parameter" else child
            if pattern is not None and pattern.type != "identifier":
                value = work.intern("name", f"#{position}")
                bind(work, pattern, value, start=body.start_byte, end=node.end_byte, scope=index)
            position += 1
    work.add_binding("return", work.expression(body), "return", body, start_byte=body.start_byte, block=node)


def _async(work: Extraction, node: Node) -> None:
    known = work.definition_of(node)
    if known is None:
        known = work.anonymous("lambda", node, flags=("async",))
    work.open(known, node.end_byte)
    body = expressions.only(node)
    if body is not None:
        work.add_binding("return", work.expression(body), "return", body, start_byte=body.start_byte, block=node)


def _return(work: Extraction, node: Node) -> None:
    if work.definitions[work.scope].kind != "lambda":
        return
    value = expressions.only(node)
    if value is not None:
        start = node.start_byte
        work.add_binding("return", work.expression(value), "return", node, start_byte=start, block=node)


# -- bindings


def _block(work: Extraction, node: Node) -> None:
    blocks: list[int] = work.scratch["blocks"]
    start = node.start_byte
    while blocks and blocks[-1] <= start:
        blocks.pop()
    blocks.append(node.end_byte)


def _block_end(work: Extraction, node: Node) -> int:
    blocks: list[int] = work.scratch["blocks"]
    start = node.start_byte
    while blocks and blocks[-1] <= start:
        blocks.pop()
    return blocks[-1] if blocks else work.definitions[work.scope].end_byte


def _let(work: Extraction, node: Node) -> None:
    pattern = node.child_by_field_name("pattern")
    declared = node.child_by_field_name("type")
    value_node = node.child_by_field_name("value")
    value = work.expression(value_node)
    sure = False
    if declared is not None:
        work.scratch["hole"] = False
        kind = work.expression(declared)
        if kind != NONE:
            written = work.intern("inst", kind)
            # What the type leaves open (Vec<_>) comes from the value.
            sure = not work.scratch["hole"]
            value = written if sure or value == NONE else work.intern("narrowed", value, written)
    end = _block_end(work, node)
    bind(work, pattern, value, start=node.end_byte, end=end, kind="declare", declared=sure)


def _assignment(work: Extraction, node: Node) -> None:
    left = node.child_by_field_name("left")
    right = node.child_by_field_name("right")
    if left is None or left.type != "identifier" or right is None:
        return
    value = work.expression(right)
    bind(work, left, value, start=node.end_byte, end=_block_end(work, node), kind="assign")


def _match(work: Extraction, node: Node) -> None:
    body = node.child_by_field_name("body")
    matched = node.child_by_field_name("value")
    if body is None or matched is None:
        return
    value = work.expression(matched)
    arms = 0
    for arm in body.named_children:
        if arm.type != "match_arm":
            continue
        arms += 1
        pattern = arm.child_by_field_name("pattern")
        if pattern is None or not pattern.named_child_count:
            continue
        inner = pattern.named_children[0]
        bind(work, inner, value, start=inner.end_byte, end=arm.end_byte)
    _count_branches(work, max(arms - 1, 0))


def _for(work: Extraction, node: Node) -> None:
    iterated = node.child_by_field_name("value")
    body = node.child_by_field_name("body")
    if body is None or iterated is None:
        return
    value = work.expression(iterated)
    element = work.intern("elem", value) if value != NONE else NONE
    bind(work, node.child_by_field_name("pattern"), element, start=body.start_byte, end=body.end_byte, kind="for")
    _count_branches(work, 1)


def _if(work: Extraction, node: Node) -> None:
    _count_branches(work, 1)
    _conditions(work, node.child_by_field_name("condition"), node.child_by_field_name("consequence"))


def _while(work: Extraction, node: Node) -> None:
    _count_branches(work, 1)
    _conditions(work, node.child_by_field_name("condition"), node.child_by_field_name("body"))


def _conditions(work: Extraction, condition: Node | None, body: Node | None) -> None:
    """Every ``let`` in a condition binds to the end of what it guards, the rest of a chain included."""
    if condition is None or body is None:
        return
    kind = condition.type
    if kind == "let_condition":
        found = [condition]
    elif kind == "let_chain":
        found = []
        pending = [condition]
        while pending:
            link = pending.pop()
            if link.type == "let_condition":
                found.append(link)
            elif link.type == "let_chain":
                pending.extend(link.named_children)
        found.sort(key=lambda n: n.start_byte)
    else:
        return
    end = body.end_byte
    for link in found:
        matched = link.child_by_field_name("value")
        if matched is not None:
            bind(work, link.child_by_field_name("pattern"), work.expression(matched), start=link.end_byte, end=end)


def _loop(work: Extraction, node: Node) -> None:
    _count_branches(work, 1)


def _count_branches(work: Extraction, count: int) -> None:
    scope = work.named(work.scope)
    work.branches[scope] = work.branches.get(scope, 0) + count


# -- references


def _call(work: Extraction, node: Node) -> None:
    expression = work.expression(node)
    function = node.child_by_field_name("function")
    if function is None:
        return
    at = function
    while True:
        kind = at.type
        if kind == "generic_function":
            at = at.child_by_field_name("function") or at
            if at.type == "generic_function":
                return
        elif kind == "field_expression":
            at = at.child_by_field_name("field") or at
            break
        elif kind == "scoped_identifier":
            at = at.child_by_field_name("name") or at
            break
        elif kind == "parenthesized_expression":
            inner = expressions.only(at)
            if inner is None or inner.type not in ("field_expression", "identifier", "parenthesized_expression"):
                break
            at = inner
        else:
            break
    if expression == NONE or at.type not in _NAMES:
        return
    item = work.expressions[expression]
    name = work.data[at.start_byte : at.end_byte].decode("utf-8", "replace")
    given = item[2]
    if name == "Self":
        # Self(…) inside an impl: the type mentions itself, nobody else's constructor is called.
        work.add_reference("value", name, item[1], at)
        return
    work.add_reference("call", name[2:] if name[:2] == "r#" else name, expression, at, len(given))
    for position, value in enumerate(given):
        if value != NONE:
            argument = work.expressions[value]
            if argument[0] == "ref" and argument[1] != NONE:
                argument = work.expressions[argument[1]]
            if argument[0] == "def":
                index = argument[1]
                closure = work.definitions[index]
                if closure.kind == "lambda" and not closure.extra:
                    work.definitions[index] = closure._replace(
                        extra=(("argument_of", expression), ("argument", position))
                    )


_NAMES = frozenset(("identifier", "field_identifier", "self", "integer_literal"))


def _macro(work: Extraction, node: Node) -> None:
    name_node = node.child_by_field_name("macro")
    if name_node is None:
        return
    at = name_node
    if at.type == "scoped_identifier":
        at = at.child_by_field_name("name") or at
    name = work.text(at)
    reading = work.scratch["macros"].get(node.id)
    if reading is None:
        work.add_reference("call", name, work.intern("macro", work.expression(name_node), ()), at)
        return
    outer = work.scope
    named: Node | None = None
    header: Node | None = None
    if work.definitions[outer].kind in ("module", "impl"):
        header = announced(work, node, name)
        named = header or _named_by_macro(work, node, reading)
        _make(work, node, name)
    index = work.add_definition("function", work.text(named), node, named, flags=("macro",)) if named is not None else 0
    expression = work.expression(node)
    if expression != NONE:
        count = len(reading.arguments) if not reading.broken else -1
        work.add_reference("call", name, expression, at, count, scope=outer)
    marks = reading.marks
    if reading.pattern_from >= 0 and len(reading.arguments) > 1:
        marks = _bind_pattern(work, reading, node)
    if header is not None:
        marks = [m for m in marks if m[4].start_byte != header.start_byte]  # it reads like a call of the name
    outside, work.scratch["inside"] = work.scratch.get("inside", ""), name
    first_definition, first_import = len(work.definitions), len(work.imports)
    _run(work, marks)
    work.scratch["inside"] = outside
    if name == "cfg_if":
        _mark_idle(work, reading, first_definition, first_import)
    elif work.definitions[outer].kind in ("module", "impl"):
        _mark_within(work, name, outer, first_definition, first_import)
    if index:
        _close(work, index)


def _make(work: Extraction, node: Node, name: str) -> None:
    """Define the items that a macro of this file makes here under names that it is given."""
    items: dict[int, list[Node]] | None = work.scratch.get("items of rules")
    if items is None:
        items = work.scratch["items of rules"] = {
            key: [m[4] for m in reading.marks if m[3] in _MADE] for key, reading in work.scratch["macros"].items()
        }
    around = work.definitions[work.scope]
    for made in made_by_rules(work, node, name, items):
        kind = _MADE[made.item.type]
        if kind == "function":
            formal, _ = parameters(work, made.item.child_by_field_name("parameters"))
            flags = {"made"}
            if around.kind == "impl":
                kind = "method"
                if not (formal and formal[0].kind == "self"):
                    flags.add("static")
            returns = work.expression(made.item.child_by_field_name("return_type"))
        elif around.kind == "impl":
            continue
        else:
            formal, flags, returns = (), {"made"}, NONE
        text = work.text(made.name)
        work.add_definition(
            kind,
            text,
            made.name,
            made.name,
            open_scope=False,
            signature=f"{name}!({text})",
            parameters=formal,
            returns=returns,
            visibility=visibility(work, made.item),
            flags=tuple(flags),
            extra=around.extra if around.kind == "impl" else (),
            qualified_name=_qualified(work, text),
        )


_MADE = {
    "definition.function": "function",
    "definition.struct": "struct",
    "function_item": "function",
    "struct_item": "struct",
}
"""Items that a macro makes, by what the queries and the grammar call them."""


def _mark_within(work: Extraction, name: str, scope: int, definitions: int, imports: int) -> None:
    """Note for items which macro they stand in: it may be there to compile them in some configurations only."""
    flag = f"within:{name}"
    for index in range(definitions, len(work.definitions)):
        definition = work.definitions[index]
        if definition.parent == scope and definition.kind != "lambda":
            work.definitions[index] = definition._replace(flags=tuple(sorted({*definition.flags, flag})))
    for index in range(imports, len(work.imports)):
        row = work.imports[index]
        if row.scope == scope:
            work.imports[index] = row._replace(flags=tuple(sorted({*row.flags, flag})))


def _mark_idle(work: Extraction, reading: Reading, definitions: int, imports: int) -> None:
    """Items in the branches of a ``cfg_if!`` that are not taken."""

    def idle(start: int) -> bool:
        return any(begin <= start < end for begin, end in reading.idle)

    for index in range(definitions, len(work.definitions)):
        definition = work.definitions[index]
        if idle(definition.start_byte):
            flags = tuple(sorted({*definition.flags, "cfg", "inactive"}))
            work.definitions[index] = definition._replace(flags=flags)
    for index in range(imports, len(work.imports)):
        row = work.imports[index]
        if idle(row.start_byte):
            work.imports[index] = row._replace(flags=tuple(sorted({*row.flags, "cfg", "inactive"})))


def _bind_pattern(work: Extraction, reading: Reading, node: Node) -> list[Mark]:
    """``matches!(value, pattern if guard)``: the pattern binds for the guard, and calls nothing."""
    arguments = reading.arguments
    last = len(arguments) - 1 if reading.guard and len(arguments) > 2 else len(arguments)
    value = work.expression(arguments[0])
    for pattern in arguments[1:last][:1]:
        bind(work, pattern, value, start=pattern.end_byte, end=node.end_byte)
    start, end = arguments[1].start_byte, arguments[last - 1].end_byte
    return [m for m in reading.marks if not start <= m[0] < end]


def _named_by_macro(work: Extraction, node: Node, reading: Reading) -> Node | None:
    """The name in ``test!(parses_flags, |x: T| { … })``: an item-level macro whose first argument is a
    plain lower-case name and which takes a closure defines a function of that name."""
    arguments = reading.arguments
    if len(arguments) < 2 or reading.broken or arguments[0].type != "identifier":
        return None
    if not any(a.type == "closure_expression" for a in arguments[1:]):
        return None
    return arguments[0] if work.text(arguments[0])[:1].islower() else None


def _run(work: Extraction, marks: list[Mark]) -> None:
    """Hand nodes of another tree (a macro's content) to the handlers, in the scope that is open."""
    stack = work._stack
    handlers = work.language.handlers
    for start, _, _, capture, node in marks:
        while stack[-1][0] <= start:
            stack.pop()
            work.scope = stack[-1][1]
        handlers[capture](work, node)


def _close(work: Extraction, index: int) -> None:
    """Leave definition ``index`` and what was opened inside it."""
    stack = work._stack
    while len(stack) > 1 and stack[-1][1] >= index:
        stack.pop()
    work.scope = stack[-1][1]


def _held(work: Extraction, node: Node) -> None:
    work.scratch.setdefault("values", []).append((work.expression(node), work.scope, node, node.type))


# -- the end of the file


def _finish(work: Extraction) -> None:
    for index, count in work.branches.items():
        work.definitions[index] = work.definitions[index]._replace(complexity=count + 1)
    module = work.definitions[0]
    work.definitions[0] = module._replace(doc=inner_doc(work.data, 0))
    _add_value_references(work)
    work.references.sort(key=lambda r: r.start_byte)


def _add_value_references(work: Extraction) -> None:
    """Functions passed by name: a path, or a name that no variable of the file has."""
    noted = work.scratch.get("values")
    if not noted:
        return
    variables = {b.name for b in work.bindings}
    for definition in work.definitions:
        if definition.kind in ("lambda", "function", "method"):
            variables.update(p.name for p in definition.parameters)
    seen: set[int] = set()
    for expression, scope, node, kind in noted:
        if expression == NONE or node.start_byte in seen:
            continue
        seen.add(node.start_byte)
        at = node
        if kind == "identifier":
            name = work.text(node)
            if name in variables or not name[:1].islower():
                continue
        else:
            at = node.child_by_field_name("name") or node
            name = work.text(at)
        work.add_reference("value", name, expression, at, scope=scope)


def _type_use(work: Extraction, node: Node) -> None:
    """A type or trait where one is written: not where it is declared, nor as what an ``impl`` is for."""
    name = work.text(node)
    whole = node
    around = node.parent
    if around is not None and around.type == "scoped_type_identifier":
        whole, around = around, around.parent
    outer, inner = around, whole
    if outer is not None and outer.type == "generic_type" and outer.child_by_field_name("type") == inner:
        outer, inner = outer.parent, outer
    if name == "Self" or outer is None or around is None:
        return
    if outer.type == "impl_item" and outer.child_by_field_name("type") == inner:
        return
    if around.type in _DECLARING and around.child_by_field_name("name") == node:
        return
    work.add_reference("type", name, work.expression(whole), node)


_DECLARING = frozenset(
    "struct_item union_item enum_item trait_item type_item associated_type type_parameter constrained_type_parameter "
    "optional_type_parameter".split()
)

_RULE_MARKS = frozenset(
    (
        "block",
        "binding.let",
        "binding.match",
        "binding.for",
        "binding.assignment",
        "branch.if",
        "branch.while",
        "scope.closure",
    )
)

HANDLERS = {
    "file": _file,
    "attribute": _attribute,
    "attribute.inner": _inner_attribute,
    "definition.module": _module,
    "definition.foreign": _foreign,
    "definition.struct": _struct,
    "definition.enum": _enum,
    "definition.trait": _trait,
    "definition.impl": _impl,
    "definition.function": _function,
    "definition.constant": _constant,
    "definition.type": _type,
    "definition.macro": _macro_definition,
    "import.use": _use,
    "import.crate": _extern_crate,
    "scope.closure": _closure,
    "scope.async": _async,
    "block": _block,
    "binding.let": _let,
    "binding.match": _match,
    "binding.for": _for,
    "binding.assignment": _assignment,
    "binding.return": _return,
    "branch.if": _if,
    "branch.while": _while,
    "branch": _loop,
    "reference.call": _call,
    "reference.macro": _macro,
    "reference.held": _held,
    "reference.type": _type_use,
}

LANGUAGE = Language(
    name="rust",
    grammar="rust",
    extensions=(".rs",),
    module_name=module_name,
    handlers=HANDLERS,
    expression=TABLE,
    finish=_finish,
    comment_types=("line_comment", "block_comment"),
)
