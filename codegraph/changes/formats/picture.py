"""The neighbourhood of a change as a small picture: Mermaid, DOT or SVG."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from codegraph.changes.formats.escaping import xml
from codegraph.changes.graph import path_of
from codegraph.changes.impact import Report
from codegraph.changes.symbols import How
from codegraph.rendering import clean

MOST = 30
"""Nodes; a larger picture is not looked at."""
_FILL = {"changed": "#ffd8a8", "broken": "#ffc9c9", "test": "#d3f9d8", "entry": "#d0ebff", "near": "#f1f3f5"}
_STROKE = {"changed": "#e8590c", "broken": "#c92a2a", "test": "#2b8a3e", "entry": "#1864ab", "near": "#868e96"}
_MEANING = {
    "changed": "changed",
    "broken": "broken by it",
    "test": "test",
    "entry": "entry point",
    "near": "reaches it",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn."""

    nodes: tuple[tuple[str, str, str], ...]
    """(symbol, label, kind)"""
    edges: tuple[tuple[str, str], ...]
    """(user, used)"""
    cut: int


def picture_of(report: Report) -> Picture:
    """The changed definitions, what they break, and the nearest of what reaches them."""
    nodes: dict[str, tuple[str, str, str]] = {}
    edges: dict[tuple[str, str], None] = {}
    left: set[str] = set()

    def add(symbol: str, name: str, kind: str) -> bool:
        if symbol in nodes:
            return True
        if len(nodes) >= MOST:
            left.add(symbol)
            return False
        owner = symbol.partition("#")[2].split("~")[0]
        nodes[symbol] = (owner if owner and "%" not in owner else name, path_of(symbol), kind)
        return True

    changed = [
        c.change
        for c in report.changed
        if c.change.how is not How.TEXT and c.change.half.index and (not c.change.within or c.change.body)
    ]
    ways = sorted(
        (
            *((e.arrival, "entry") for e in report.entry_points if e.kind != "api"),
            *((a, "near") for a in report.reached),
            *((a, "test") for a in report.tests),
        ),
        key=lambda pair: pair[0].distance,
    )
    entries = {e.arrival.symbol.symbol for e in report.entry_points if e.kind != "api"}
    causes = {b.cause for b in report.broken}
    ends = {a.path[-1].symbol for a, _ in ways if len(a.path) > 1}
    # What breaks something first, then what something reaches; a field or a constant alone says little.
    changed.sort(
        key=lambda c: (
            c.old is None or c.old.symbol not in causes,
            c.half.symbol not in ends,
            c.half.definition.kind in ("field", "variable", "constant"),
        )
    )
    renamed = {c.old.symbol: c.half.symbol for c in changed if c.old is not None}
    wanted = {c.symbol.symbol: c.symbol.name for c in changed[: MOST // 2]}
    for symbol, name in wanted.items():
        add(symbol, name, "changed")
    left.update(c.symbol.symbol for c in changed[MOST // 2 :])
    for broken in report.broken:
        used = renamed.get(broken.cause, broken.cause)
        if used not in nodes:
            left.add(broken.around)
        elif used != broken.around and add(broken.around, path_of(broken.around), "broken"):
            edges[broken.around, used] = None
    for arrival, kind in ways:
        kind = "entry" if arrival.symbol.symbol in entries else kind
        if len(arrival.path) < 2 or len(arrival.path) > 4 or arrival.path[-1].symbol not in nodes:
            continue
        if all(add(s.symbol, s.name, "near") for s in reversed(arrival.path[1:])):
            if add(arrival.symbol.symbol, arrival.symbol.name, kind):
                for user, used in zip(arrival.path, arrival.path[1:], strict=False):
                    edges[user.symbol, used.symbol] = None
    alike = Counter(label for label, _, _ in nodes.values())
    return Picture(
        tuple(
            (symbol, label if alike[label] == 1 else f"{label} {file}", kind)
            for symbol, (label, file, kind) in nodes.items()
        ),
        tuple(edges),
        len(left - nodes.keys()),
    )


def mermaid(report: Report) -> str:
    """A Mermaid flowchart; '' when there is nothing to draw."""
    return as_mermaid(picture_of(report))


def as_mermaid(picture: Picture) -> str:
    """A picture as a Mermaid flowchart; '' for an empty one."""
    if not picture.nodes:
        return ""
    numbers = {symbol: f"n{n}" for n, (symbol, _, _) in enumerate(picture.nodes)}
    lines = ["flowchart LR"]
    for symbol, label, kind in picture.nodes:
        lines.append(f'  {numbers[symbol]}["{_mermaid_text(label)}"]:::{kind}')
    lines += [f"  {numbers[a]} --> {numbers[b]}" for a, b in picture.edges]
    used = {kind for _, _, kind in picture.nodes}
    lines += [f"  classDef {k} fill:{_FILL[k]},stroke:{_STROKE[k]},color:#212529" for k in _FILL if k in used]
    if picture.cut:
        lines.append(f'  more["{_mermaid_text(f"… {picture.cut} more")}"]')
    return "\n".join(lines) + "\n"


def _mermaid_text(text: str) -> str:
    return "".join(c if c.isalnum() or c in "._ :/-" else f"#{ord(c)};" for c in clean(text, 60))


def dot(report: Report) -> str:
    """A Graphviz graph."""
    picture = picture_of(report)
    numbers = {symbol: f"n{n}" for n, (symbol, _, _) in enumerate(picture.nodes)}
    lines = ["digraph change {", "  rankdir=LR;", '  node [shape=box, style="rounded,filled", fontname="sans-serif"];']
    for symbol, label, kind in picture.nodes:
        text = clean(label, 60).replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'  {numbers[symbol]} [label="{text}", fillcolor="{_FILL[kind]}", color="{_STROKE[kind]}"];')
    lines += [f"  {numbers[a]} -> {numbers[b]};" for a, b in picture.edges]
    if picture.cut:
        lines.append(f'  more [label="… {picture.cut} more", style="dashed"];')
    return "\n".join([*lines, "}"]) + "\n"


_WIDTH, _HEIGHT, _GAP_X, _GAP_Y, _EDGE = 210, 30, 70, 14, 16


def svg(report: Report) -> str:
    """A drawing of its own, in columns by distance from the change: no other program is needed."""
    picture = picture_of(report)
    column = _columns(picture)
    rows: dict[int, list[tuple[str, str, str]]] = {}
    for node in picture.nodes:
        rows.setdefault(column[node[0]], []).append(node)
    deepest = max(rows, default=0)
    tallest = max((len(r) for r in rows.values()), default=1)
    place: dict[str, tuple[int, int]] = {}
    for number, nodes in rows.items():
        offset = (tallest - len(nodes)) * (_HEIGHT + _GAP_Y) // 2
        for row, (symbol, _, _) in enumerate(nodes):
            x = _EDGE + (deepest - number) * (_WIDTH + _GAP_X)
            place[symbol] = (x, _EDGE + 26 + offset + row * (_HEIGHT + _GAP_Y))
    width = max(2 * _EDGE + (deepest + 1) * (_WIDTH + _GAP_X) - _GAP_X, 620)
    height = 2 * _EDGE + 26 + tallest * (_HEIGHT + _GAP_Y)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="12">',
        '<defs><marker id="a" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#868e96"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    x = _EDGE
    used = {kind for _, _, kind in picture.nodes}
    for kind, meaning in _MEANING.items():
        if kind in used:
            out.append(
                f'<rect x="{x}" y="{_EDGE - 6}" width="12" height="12" rx="3" fill="{_FILL[kind]}" '
                f'stroke="{_STROKE[kind]}"/><text x="{x + 17}" y="{_EDGE + 4}" fill="#495057">{meaning}</text>'
            )
            x += 30 + 7 * len(meaning)
    if picture.cut:
        out.append(f'<text x="{x + 6}" y="{_EDGE + 4}" fill="#868e96">{picture.cut} more not drawn</text>')
    for user, target in picture.edges:
        (x1, y1), (x2, y2) = place[user], place[target]
        if x1 < x2:
            x1 += _WIDTH
            bend = (x2 - x1) // 2
            path = f"M{x1} {y1 + 15}C{x1 + bend} {y1 + 15} {x2 - bend} {y2 + 15} {x2} {y2 + 15}"
        else:
            x1, x2 = x1 + _WIDTH, x2 + _WIDTH
            path = f"M{x1} {y1 + 15}C{x1 + 40} {y1 + 15} {x2 + 40} {y2 + 15} {x2} {y2 + 15}"
        out.append(f'<path d="{path}" fill="none" stroke="#adb5bd" stroke-width="1.2" marker-end="url(#a)"/>')
    for symbol, label, kind in picture.nodes:
        x, y = place[symbol]
        short = label if len(label) <= 30 else f"…{label[-29:]}"
        out.append(
            f'<g><title>{xml(symbol)}</title><rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6" '
            f'fill="{_FILL[kind]}" stroke="{_STROKE[kind]}"/><text x="{x + 10}" y="{y + 19}" fill="#212529">'
            f"{xml(short)}</text></g>"
        )
    return "\n".join([*out, "</svg>"]) + "\n"


def _columns(picture: Picture) -> dict[str, int]:
    """Distance from the changed definitions, along edges backwards."""
    column = {symbol: 0 for symbol, _, kind in picture.nodes if kind == "changed"}
    frontier = set(column)
    distance = 0
    while frontier:
        distance += 1
        frontier = {a for a, b in picture.edges if b in frontier and a not in column}
        column.update(dict.fromkeys(frontier, distance))
    last = max(column.values(), default=0)
    return {symbol: column.get(symbol, last + 1) for symbol, _, _ in picture.nodes}
