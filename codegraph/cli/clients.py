"""Where each agent keeps its list of MCP servers, and how ours gets into it and out again.

A file is merged, never replaced: what is in it stays, in its order, and what somebody wrote into our own entry
stays too; only what the entry lacks is added. JSON with comments cannot be written back
without losing them, so such a file is left alone and the text to paste is shown.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codegraph.errors import BadArgument

NAME = "codegraph"
_LARGEST = 4_000_000


@dataclass(frozen=True, slots=True)
class Client:
    """One agent."""

    title: str
    project: str
    """Its file below the project; '' when it has none."""
    user: str
    """Its file below the home folder; '' when that is not for us to edit."""
    keys: tuple[str, ...]
    """Where in the file the servers are."""
    entry: Mapping[str, Any] = field(default_factory=dict)
    user_command: str = ""
    """What to run instead of editing the user's file."""


_PLAIN = {"command": "codegraph", "args": ["serve"]}
_IN_FOLDER = {"command": "codegraph", "args": ["serve", "--root", "${workspaceFolder}"]}
_CLAUDE = {"type": "stdio", "command": "codegraph", "args": ["serve"], "alwaysLoad": True}

CLIENTS: dict[str, Client] = {
    "claude": Client(
        "Claude Code",
        ".mcp.json",
        "",
        ("mcpServers",),
        _CLAUDE,
        "claude mcp add --scope user codegraph -- codegraph serve",
    ),
    "cursor": Client("Cursor", ".cursor/mcp.json", ".cursor/mcp.json", ("mcpServers",), _IN_FOLDER),
    "vscode": Client(
        "VS Code",
        ".vscode/mcp.json",
        "",
        ("servers",),
        {"type": "stdio", **_IN_FOLDER},
        'code --add-mcp \'{"name":"codegraph","command":"codegraph","args":["serve"]}\'',
    ),
    "codex": Client(
        "Codex", ".codex/config.toml", ".codex/config.toml", ("mcp_servers",), {**_PLAIN, "startup_timeout_sec": 30}
    ),
    "windsurf": Client("Windsurf", "", ".codeium/windsurf/mcp_config.json", ("mcpServers",), _PLAIN),
    "zed": Client(
        "Zed", ".zed/settings.json", ".config/zed/settings.json", ("context_servers",), {**_PLAIN, "env": {}}
    ),
    "gemini": Client("Gemini CLI", ".gemini/settings.json", ".gemini/settings.json", ("mcpServers",), _PLAIN),
    "opencode": Client(
        "OpenCode",
        "opencode.json",
        ".config/opencode/opencode.json",
        ("mcp",),
        {"type": "local", "command": ["codegraph", "serve"], "enabled": True},
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file."""

    file: Path
    state: str
    """added, updated, unchanged, removed, absent"""


def target(client: Client, scope: str, root: Path, home: Path) -> Path:
    """The file to edit.

    Raises:
        BadArgument: this client has none in this scope; the message says what to do instead.
    """
    if scope == "project":
        if not client.project:
            raise BadArgument(f"{client.title} has no file in a project; add --scope user to edit ~/{client.user}")
        return root / client.project
    if not client.user:
        raise BadArgument(f"{client.title} keeps its own list; run: {client.user_command}")
    return home / client.user


def entry_of(client: Client, scope: str, root: Path) -> dict[str, Any]:
    """Our entry. A client that starts servers for all projects from one file is told the root."""
    entry = dict(client.entry)
    if scope == "user" and client is CLIENTS["windsurf"]:
        entry["args"] = ["serve", "--root", str(root)]
    return entry


def snippet(client: Client, entry: Mapping[str, Any]) -> str:
    """What to paste."""
    if client.project.endswith(".toml"):
        return _toml_block(entry)
    value: dict[str, Any] = {NAME: dict(entry)}
    for key in reversed(client.keys):
        value = {key: value}
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def register(client: Client, file: Path, entry: Mapping[str, Any], *, remove: bool, below: Path) -> Outcome:
    """Put our entry into a file, or take it out.

    Raises:
        BadArgument: the file cannot be read as what it should be, or leads out of ``below``; it is untouched.
    """
    if not file.parent.resolve().is_relative_to(below.resolve()) or (
        file.is_symlink() and not file.resolve().is_relative_to(below.resolve())
    ):
        raise BadArgument(f"{file} is a link out of {below}; paste the entry yourself:\n{snippet(client, entry)}")
    text = _read(file)
    change = _toml if file.suffix == ".toml" else _json
    try:
        after, state = change(text, client, entry, remove)
    except _Unreadable as problem:
        raise BadArgument(
            f"{file} was left as it is: {problem}. Paste this into it:\n{snippet(client, entry)}"
        ) from None
    if after is not None and after != text:
        _write(file, after)
    return Outcome(file, state)


class _Unreadable(Exception):
    """The file cannot be edited without a risk of losing something."""


def _read(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise BadArgument(f"{file} is larger than any settings file")
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise BadArgument(f"{file} is not UTF-8 and was left as it is") from error


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    place = file.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        os.chmod(name, place.stat().st_mode & 0o777 if place.exists() else 0o644)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise


# -- JSON


def _json(text: str, client: Client, entry: Mapping[str, Any], remove: bool) -> tuple[str | None, str]:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    whole: Any = {}
    if body.strip():
        try:
            whole = json.loads(body, object_pairs_hook=_unique)
        except ValueError as error:
            raise _Unreadable(f"it is not plain JSON ({error}); with comments it cannot be rewritten safely") from None
    if not isinstance(whole, dict):
        raise _Unreadable("it does not hold an object")
    place = whole
    for key in client.keys:
        if remove and key not in place:
            return None, "absent"
        place = place.setdefault(key, {})
        if not isinstance(place, dict):
            raise _Unreadable(f"{key!r} in it is not an object")
    if remove:
        if place.pop(NAME, None) is None:
            return None, "absent"
        state = "removed"
    else:
        old = place.get(NAME)
        merged = {**entry, **old} if isinstance(old, dict) else dict(entry)
        if old == merged:
            return None, "unchanged"
        place[NAME] = merged
        state = "updated" if old is not None else "added"
    end = "\r\n" if "\r\n" in body else "\n"
    out = json.dumps(whole, indent=_indent(body), ensure_ascii=False).replace("\n", end)
    return mark + out + (end if not body or body.endswith("\n") else ""), state


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands in it twice")
    return found


def _indent(text: str) -> int | str:
    match = re.search(r"\n([ \t]+)\S", text)
    if match is None:
        return 2
    return "\t" if match[1].startswith("\t") else len(match[1])


# -- TOML


def _toml(text: str, client: Client, entry: Mapping[str, Any], remove: bool) -> tuple[str | None, str]:
    table = client.keys[0]
    before = _parsed(text)
    servers = before.get(table, {})
    if not isinstance(servers, dict):
        raise _Unreadable(f"{table!r} in it is not a table")
    known = servers.get(NAME)
    if remove and known is None:
        return None, "absent"
    if not remove and isinstance(known, dict) and {**entry, **known} == known:
        return None, "unchanged"
    lines = text.splitlines(keepends=True)
    kept = _without_table(lines, (table, NAME)) if known is not None else lines
    out = "".join(kept)
    expected = {key: value for key, value in servers.items() if key != NAME}
    if not remove:
        merged = {**entry, **known} if isinstance(known, dict) else dict(entry)
        if out and not out.endswith("\n"):
            out += "\n"
        out += ("\n" if out.strip() else "") + _toml_block(merged)
        expected[NAME] = merged
    after = _parsed(out)
    # The proof that nothing else was touched: the file means what it meant, our table apart.
    if {**after, table: None} != {**before, table: None} or after.get(table, {}) != expected:
        raise _Unreadable(f"the {NAME} table in it is written in a way that cannot be edited safely")
    return out, "removed" if remove else ("updated" if known is not None else "added")


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _Unreadable(f"it is not valid TOML ({error})") from None


def _without_table(lines: list[str], name: tuple[str, str]) -> list[str]:
    """The lines without the table of this name and those below it."""
    kept: list[str] = []
    inside = False
    for line in lines:
        header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$", line)
        if header is not None:
            parts = tuple(part.strip().strip("\"'") for part in header[1].split("."))
            inside = parts[:2] == name
        if not inside:
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _toml_block(entry: Mapping[str, Any]) -> str:
    lines = [f"[mcp_servers.{NAME}]"]
    tables: list[str] = []
    for key, value in entry.items():
        if isinstance(value, dict):
            tables += [
                "",
                f"[mcp_servers.{NAME}.{key}]",
                *(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in value.items()),
            ]
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    return "\n".join([*lines, *tables]) + "\n"
