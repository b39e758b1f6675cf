"""The whole graph as lines of JSON, GraphML or DOT."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from codegraph.model import RESOLUTIONS, EdgeKind

_MODULE_KINDS = ("module", "package")


def rows(
    db: sqlite3.Connection, *, kinds: Iterable[str] = (), min_resolution: str = "ambiguous"
) -> Iterator[dict[str, Any]]:
    """Every symbol, then every edge of the kinds asked for, one object a site."""
    names: dict[int, tuple[str, int, str, str]] = {}
    for row_id, symbol, kind, name, qualified, path, line, end, language in db.execute(
        """
        SELECT s.id, s.symbol, s.kind, s.name, s.qualified_name, f.path, s.line, s.end_line, f.language
        FROM symbols s JOIN files f ON f.id = s.file_id ORDER BY f.path, s.line, s.symbol
        """
    ):
        names[row_id] = (path, line, name, symbol) if kind not in _MODULE_KINDS else (path, 0, "<module>", symbol)
        yield {
            "type": "symbol",
            "symbol": symbol,
            "kind": kind,
            "name": name,
            "qualified_name": qualified,
            "file": path,
            "line": line,
            "end_line": end,
            "language": language,
        }
    chosen = [EdgeKind(kind).value for kind in kinds]
    where = f"e.kind IN ({','.join('?' * len(chosen))})" if chosen else "1"
    weakest = [resolution.value for resolution in RESOLUTIONS].index(min_resolution)
    allowed = ",".join(f"'{resolution.value}'" for resolution in RESOLUTIONS[: weakest + 1])
    for source, target, kind, resolution, path, line, column, strategy in db.execute(
        f"""
        SELECT e.source, e.target, e.kind, e.resolution, f.path, e.line, e."column", e.strategy
        FROM edges e JOIN files f ON f.id = e.file_id
        WHERE {where} AND e.resolution IN ({allowed})
        ORDER BY f.path, e.line, e."column", e.kind, e.target
        """,
        chosen,
    ):
        if source in names and target in names:
            yield {
                "type": "edge",
                "kind": kind,
                "resolution": resolution,
                "caller": _end(names[source]),
                "callee": _end(names[target]),
                "site": {"file": path, "line": line, "column": column},
                "strategy": strategy,
            }


def _end(name: tuple[str, int, str, str]) -> dict[str, Any]:
    return {"file": name[0], "line": name[1], "name": name[2], "symbol": name[3]}


def jsonl(db: sqlite3.Connection, *, kinds: Iterable[str] = (), min_resolution: str = "ambiguous") -> Iterator[str]:
    """One object a line, without the line end."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for row in rows(db, kinds=kinds, min_resolution=min_resolution):
        yield encode(row)


def graphml(db: sqlite3.Connection, *, kinds: Iterable[str] = (), min_resolution: str = "ambiguous") -> Iterator[str]:
    """GraphML, as networkx writes it."""
    import networkx

    yield from networkx.generate_graphml(_graph(db, kinds, min_resolution), named_key_ids=True)


def dot(db: sqlite3.Connection, *, kinds: Iterable[str] = (), min_resolution: str = "ambiguous") -> Iterator[str]:
    """Graphviz DOT: symbols that have an edge, one arrow a pair and kind."""
    yield "digraph codegraph {"
    yield "  rankdir=LR; node [shape=box, fontsize=10];"
    labels: dict[str, str] = {}
    shown: set[str] = set()
    arrows: dict[tuple[str, str, str], str] = {}
    for row in rows(db, kinds=kinds, min_resolution=min_resolution):
        if row["type"] == "symbol":
            labels[row["symbol"]] = row["qualified_name"]
        else:
            ends = (row["caller"]["symbol"], row["callee"]["symbol"])
            shown.update(ends)
            arrows.setdefault((*ends, row["kind"]), row["resolution"])
    for symbol in sorted(shown):
        yield f"  {_quoted(symbol)} [label={_quoted(labels[symbol])}];"
    for (source, target, kind), resolution in sorted(arrows.items()):
        style = "" if resolution in ("exact", "inferred") else ", style=dashed"
        yield f"  {_quoted(source)} -> {_quoted(target)} [label={_quoted(kind)}{style}];"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _graph(db: sqlite3.Connection, kinds: Iterable[str], min_resolution: str) -> Any:
    import networkx

    graph = networkx.MultiDiGraph()
    for row in rows(db, kinds=kinds, min_resolution=min_resolution):
        if row["type"] == "symbol":
            graph.add_node(
                row["symbol"],
                **{key: _plain(row[key]) for key in ("kind", "name", "qualified_name", "file", "line", "language")},
            )
        else:
            graph.add_edge(
                row["caller"]["symbol"],
                row["callee"]["symbol"],
                kind=row["kind"],
                resolution=row["resolution"],
                file=row["site"]["file"],
                line=row["site"]["line"],
            )
    return graph


def _plain(value: Any) -> Any:
    """XML cannot hold control characters."""
    return "".join(c if c >= " " else "�" for c in value) if isinstance(value, str) else value


FORMATS = {"jsonl": jsonl, "graphml": graphml, "dot": dot}
