"""What stands around a Rust item: attributes, doc comments, visibility, generics, cfg conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parsers.facts import NONE, Parameter
from parsers.languages.rust_expressions import COMMENTS, bounds

if TYPE_CHECKING:
    from tree_sitter import Node

    from parsers.extract import Extraction

SIGNATURE_LIMIT = 300
DOC_LIMIT = 4000
_TESTS = frozenset(("test", "rstest", "test_case", "bench", "quickcheck", "proptest", "wasm_bindgen_test"))
_VISIBILITY = {"pub": "public", "pub(crate)": "internal", "pub(self)": "private", "crate": "internal"}


class Leading(NamedTuple):
    """What stands in front of an item."""

    decorators: tuple[int, ...] = ()
    flags: tuple[str, ...] = ()
    doc: str = ""
    path: str = ""
    """The value of ``#[path = "…"]``."""


def leading(work: Extraction, node: Node) -> Leading:
    """The attributes and doc comments in front of ``node``."""
    seen: list[Node] = work.scratch.setdefault("attributes", [])
    start = node.start_byte
    data = work.data
    attributes: list[Node] = []
    while seen:
        last = seen[-1]
        end = last.end_byte
        if end > start or not _is_trivia(data[end:start]):
            break
        attributes.append(seen.pop())
        start = last.start_byte
    seen.clear()
    doc = _doc(data, start)
    if not attributes:
        return Leading(doc=doc) if doc else _NOTHING
    attributes.reverse()
    decorators: list[int] = []
    flags: set[str] = set()
    path = ""
    for attribute in attributes:
        inner = attribute.named_child(0) if attribute.named_child_count else None
        if inner is None or inner.type != "attribute" or not inner.named_child_count:
            continue
        head = inner.named_children[0]
        name = work.text(head)
        tokens = inner.child_by_field_name("arguments")
        named = work.expression(head)
        if tokens is not None:
            named = work.intern("call", named, _paths(work, tokens), ())
        if named != NONE:
            decorators.append(named)
        short = name.rpartition("::")[2]
        if short in _TESTS:
            flags.add("test")
        elif name == "cfg" and tokens is not None:
            flags.add("cfg")
            if not condition(work, tokens):
                flags.add("inactive")
            elif b"test" in data[tokens.start_byte : tokens.end_byte] and _requires_test(work, tokens):
                flags.add("test")
        elif name == "path":
            value = inner.child_by_field_name("value")
            path = work.text(value).strip('"')
        elif name == "macro_export":
            flags.add("exported")
        elif name == "doc" and not doc:
            value = inner.child_by_field_name("value")
            if value is not None and value.type == "string_literal":
                doc = work.text(value).strip('"')[:DOC_LIMIT]
    return Leading(tuple(decorators), tuple(flags), doc, path)


_NOTHING = Leading()


def _paths(work: Extraction, tokens: Node) -> tuple[int, ...]:
    """The paths in ``(Clone, serde::Serialize)``; what else stands between the brackets is passed over."""
    out: list[int] = []
    path = NONE
    joined = False
    for token in tokens.children[:120]:
        if token.type == "identifier":
            text = work.text(token)
            if joined and path != NONE:
                path = work.intern("path", path, text)
            else:
                if path != NONE:
                    out.append(path)
                path = work.intern("name", text)
            joined = False
        elif token.type == "::":
            joined = True
        else:
            joined = False
            if token.type == "," and path != NONE:
                out.append(path)
                path = NONE
    if path != NONE:
        out.append(path)
    return tuple(out)


def _is_trivia(gap: bytes) -> bool:
    if not gap.strip():
        return True
    return all(not line or line.startswith(b"//") for line in (part.strip() for part in gap.split(b"\n")))


def _doc(data: bytes, start: int) -> str:
    """The ``///`` lines (or one ``/** */``) that end right above ``start``; attributes between them are passed over."""
    lines: list[bytes] = []
    end = data.rfind(b"\n", 0, start)
    if end < 0:
        return ""
    size = 0
    while end > 0 and size < DOC_LIMIT * 2:
        begin = data.rfind(b"\n", 0, end) + 1
        line = data[begin:end].strip()
        if line.startswith(b"///") and not line.startswith(b"////"):
            lines.append(line[3:])
            size += len(line)
        elif line.endswith(b"*/") and not lines:
            opened = data.rfind(b"/**", 0, end)
            if opened >= 0 and b"*/" not in data[opened : begin + len(line) - 2]:
                return _clean(data[opened + 3 : data.rfind(b"*/", 0, end)].replace(b"\n *", b"\n").split(b"\n"))
            break
        elif not (line.startswith(b"#[") and line.endswith(b"]")) and not (
            line.startswith(b"//") and not line.startswith(b"//!")
        ):
            break
        end = begin - 1
    if not lines:
        return ""
    lines.reverse()
    return _clean(lines)


def inner_doc(data: bytes, start: int) -> str:
    """The ``//!`` lines from ``start`` on."""
    lines: list[bytes] = []
    size = 0
    while size < DOC_LIMIT * 2:
        end = data.find(b"\n", start)
        line = data[start : end if end >= 0 else len(data)].strip()
        if line.startswith(b"//!"):
            lines.append(line[3:])
            size += len(line)
        elif line and not line.startswith((b"//", b"#![")):
            break
        if end < 0:
            break
        start = end + 1
    return _clean(lines)


def _clean(lines: list[bytes]) -> str:
    text = [line.decode("utf-8", "replace") for line in lines]
    return "\n".join(line[1:] if line[:1] == " " else line for line in (t.rstrip() for t in text)).strip()[:DOC_LIMIT]


# -- conditional compilation

_TRUE = frozenset(("unix", "test", "debug_assertions", "panic"))
_VALUES = {
    "target_os": "linux",
    "target_family": "unix",
    "target_env": "gnu",
    "target_endian": "little",
    "target_pointer_width": "64",
    "target_arch": "x86_64",
    "panic": "unwind",
}
_SETS = {
    "target_feature": frozenset(("fxsr", "sse", "sse2")),
    "target_has_atomic": frozenset(("8", "16", "32", "64", "ptr")),
    "feature": None,
}
"""Keys that have several values at once; None: any."""


def condition(work: Extraction, tokens: Node) -> bool:
    """Whether a ``cfg(…)`` holds with every feature on, on Linux, in a test build. A flag that is not known
    is one that nobody has set.

    It only decides between twins: a definition for another platform keeps its place in the index.
    """
    values = _conditions(work, tokens, 0)
    return all(values)


def _conditions(work: Extraction, tokens: Node, depth: int) -> list[bool]:
    children = tokens.children[1:-1]
    values: list[bool] = []
    i = 0
    while i < len(children):
        text = work.text(children[i])
        following = children[i + 1] if i + 1 < len(children) else None
        if following is not None and following.type == "token_tree" and depth < 6:
            inner = _conditions(work, following, depth + 1)
            if text == "not":
                values.append(not all(inner))
            elif text == "any":
                values.append(any(inner))
            else:
                values.append(text == "all" and all(inner))
            i += 2
        elif following is not None and following.type == "=" and i + 2 < len(children):
            value = work.text(children[i + 2]).strip('"')
            if text in _SETS:
                known = _SETS[text]
                values.append(known is None or value in known)
            else:
                values.append(_VALUES.get(text) == value)
            i += 3
        elif text == ",":
            i += 1
        else:
            values.append(text in _TRUE)
            i += 1
    return values


def _requires_test(work: Extraction, tokens: Node) -> bool:
    """``cfg(test)`` or ``cfg(all(test, …))``."""
    children = [c for c in tokens.children[1:-1] if c.type == "identifier" or c.type == "token_tree"]
    names = [work.text(c) for c in children]
    if names and names[0] == "test":
        return True
    if len(children) == 2 and names[0] == "all":
        return any(work.text(c) == "test" for c in children[1].children)
    return False


# -- headers


def visibility(work: Extraction, node: Node) -> str:
    """The item's visibility by its modifier; private where there is none."""
    for child in node.children:
        kind = child.type
        if kind == "visibility_modifier":
            text = "".join(work.text(child).split())
            return _VISIBILITY.get(text, "internal")
        if kind not in COMMENTS and kind != "attribute_item":
            break
    return "private"


def signature(work: Extraction, node: Node, body: Node | None) -> str:
    """The item's text up to its body, on one line."""
    end = body.start_byte if body is not None else node.end_byte
    text = work.data[node.start_byte : min(end, node.start_byte + 2 * SIGNATURE_LIMIT)].decode("utf-8", "replace")
    return " ".join(text.split())[:SIGNATURE_LIMIT].rstrip("; ")


def type_parameters(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """Type parameters with their bounds, those of the where clause included; a bound on something else
    than a parameter of this item (``T::Item: Display``) is named ``where`` and its text."""
    header = node.child_by_field_name("type_parameters")
    where = None
    for child in node.named_children:
        if child.type == "where_clause":
            where = child
            break
    if header is None and where is None:
        return ()
    found: dict[str, list[Node]] = {}
    for child in header.named_children if header is not None else ():
        if child.type == "type_parameter" or child.type == "const_parameter":
            limits = child.child_by_field_name("bounds")
            found[work.text(child.child_by_field_name("name"))] = list(limits.named_children) if limits else []
        elif child.type == "type_identifier":
            found[work.text(child)] = []
    for predicate in where.named_children if where is not None else ():
        left = predicate.child_by_field_name("left")
        limits = predicate.child_by_field_name("bounds")
        if left is None or limits is None or left.type == "lifetime":
            continue
        if left.type == "higher_ranked_trait_bound":
            left = left.child_by_field_name("type") or left
        text = "".join(work.text(left).split())
        if text not in found:
            text = f"where {text}"
        found.setdefault(text, []).extend(limits.named_children)
    return tuple((name, bounds(work, "", nodes)) for name, nodes in found.items())


def default_types(work: Extraction, node: Node) -> tuple[tuple[str, int], ...]:
    """``default T`` -> the type that a type parameter has when it is not given."""
    header = node.child_by_field_name("type_parameters")
    out: list[tuple[str, int]] = []
    for child in header.named_children if header is not None else ():
        given = child.child_by_field_name("default_type")
        if given is not None:
            out.append((f"default {work.text(child.child_by_field_name('name'))}", work.expression(given)))
    return tuple(out)


def parameters(work: Extraction, node: Node | None) -> tuple[tuple[Parameter, ...], list[tuple[Node, str]]]:
    """Formal parameters, and the patterns among them with the name each got (``#<position>``)."""
    out: list[Parameter] = []
    patterns: list[tuple[Node, str]] = []
    for child in node.named_children if node is not None else ():
        kind = child.type
        if kind == "parameter":
            pattern = child.child_by_field_name("pattern")
            type_node = child.child_by_field_name("type")
            if pattern is None:
                continue
            shape = pattern.type
            text = work.text(type_node)[:80]
            if shape == "self":
                out.append(Parameter("self", "self", work.expression(type_node), NONE, False, text))
                continue
            name = work.text(pattern)
            if shape != "identifier":
                name = f"#{len(out)}"
                patterns.append((pattern, name))
            out.append(Parameter(name, "", work.expression(type_node), NONE, False, text))
        elif kind == "self_parameter":
            out.append(Parameter("self", "self", NONE, NONE, False, work.text(child)))
        elif kind == "variadic_parameter":
            out.append(Parameter("", "args"))
    return tuple(out), patterns


def type_name(work: Extraction, node: Node | None) -> str:
    """How people call the type of an ``impl``: its last name without generics and references."""
    for _ in range(8):
        if node is None:
            return ""
        kind = node.type
        if kind in ("type_identifier", "primitive_type", "identifier"):
            return work.text(node)
        if kind == "scoped_type_identifier":
            return work.text(node.child_by_field_name("name"))
        if kind in ("generic_type", "reference_type", "pointer_type"):
            node = node.child_by_field_name("type")
        elif kind in ("dynamic_type", "abstract_type"):
            node = node.child_by_field_name("trait")
        elif kind == "bounded_type":
            node = node.named_child(0)
        else:
            return "".join(work.text(node).split())[:60]
    return ""
