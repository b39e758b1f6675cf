"""Where each agent keeps its list of MCP servers, and how ours gets into it and out again.

A file is edited as text, never rewritten: what is in it stays, comments and layout too, and what somebody wrote into
our own entry; only what the entry lacks is added. Where that cannot be done surely the file is left alone and the
text to paste is shown.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from codegraph.cli import jsonc
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
    "copilot": Client(
        "Copilot CLI",
        ".github/mcp.json",
        ".copilot/mcp-config.json",
        ("mcpServers",),
        {"type": "local", **_PLAIN, "tools": ["*"]},
    ),
    "qwen": Client("Qwen Code", ".qwen/settings.json", ".qwen/settings.json", ("mcpServers",), _PLAIN),
    "kiro": Client("Kiro", ".kiro/settings/mcp.json", ".kiro/settings/mcp.json", ("mcpServers",), _PLAIN),
    "amazonq": Client("Amazon Q CLI", ".amazonq/mcp.json", ".aws/amazonq/mcp.json", ("mcpServers",), _PLAIN),
    "junie": Client("Junie", ".junie/mcp/mcp.json", ".junie/mcp/mcp.json", ("mcpServers",), _PLAIN),
    "roo": Client(
        "Roo Code",
        ".roo/mcp.json",
        "",
        ("mcpServers",),
        _PLAIN,
        "“Edit Global MCP” in its MCP settings, and paste the entry that --print shows",
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
        return _written(root / client.project)
    if not client.user:
        raise BadArgument(f"{client.title} keeps its own list; use: {client.user_command}")
    return _written(home / client.user)


def _written(file: Path) -> Path:
    """The file, or the one beside it that is named for its comments."""
    beside = file.with_suffix(".jsonc")
    return beside if file.suffix == ".json" and not file.exists() and beside.is_file() else file


def place_of(client: Client, scope: str) -> str:
    """The file as people write it; '' when there is none to edit."""
    if scope == "project" and client.project:
        return client.project
    return f"~/{client.user}" if client.user else ""


def entry_of(client: Client, root: Path) -> dict[str, Any]:
    """Our entry. A client that starts servers for all projects from one file is told the root."""
    entry = dict(client.entry)
    if not client.project:
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
    if file.exists() and not file.stat().st_mode & 0o222:
        raise BadArgument(f"{file} is read-only and was left as it is; paste this:\n{snippet(client, entry)}")
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
    if not body.strip():
        return (None, "absent") if remove else (mark + snippet(client, entry), "added")
    try:
        before = jsonc.parse(body).data
        old = _entry_in(before, client.keys)
        if remove:
            after, state = jsonc.remove(body, client.keys, NAME), "removed" if old is not None else "absent"
            expected = None
        elif not isinstance(old, dict):
            if old is not None:
                raise _Unreadable(f"{NAME!r} in it is not an object")
            after, state = jsonc.insert(body, client.keys, NAME, dict(entry)), "added"
            expected = dict(entry)
        else:
            after = body
            for key, value in jsonc.missing(body, (*client.keys, NAME), entry):
                after = jsonc.insert(after, (*client.keys, NAME), key, value)
            expected = {**entry, **old}
            state = "updated" if after != body else "unchanged"
        # The proof that nothing else was touched: without our entry the file means what it meant.
        now = jsonc.parse(after).data
    except jsonc.NotJson as problem:
        raise _Unreadable(str(problem)) from None
    if _entry_in(now, client.keys) != expected or _others(now, client.keys) != _others(before, client.keys):
        raise _Unreadable(f"the place of {NAME} in it cannot be edited safely")
    return mark + after, state


def _entry_in(whole: Any, keys: Sequence[str]) -> Any:
    for key in (*keys, NAME):
        if not isinstance(whole, dict):
            raise jsonc.NotJson("it does not hold an object where the servers should be")
        whole = whole.get(key)
        if whole is None:
            return None
    return whole


def _others(whole: Any, keys: Sequence[str]) -> Any:
    """What a file says apart from our entry; objects on the way to it that hold nothing else count as absent."""
    if not keys:
        return {key: value for key, value in whole.items() if key != NAME}
    below = _others(whole[keys[0]], keys[1:]) if isinstance(whole.get(keys[0]), dict) else {}
    rest = {key: value for key, value in whole.items() if key != keys[0]}
    return {**rest, keys[0]: below} if below else rest


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
    end = "\r\n" if "\r\n" in text else "\n"
    expected = {key: value for key, value in servers.items() if key != NAME}
    if remove:
        out, state = "".join(_without_table(text.splitlines(keepends=True), (table, NAME))), "removed"
    elif known is None:
        gap = "" if not text.strip() else end if text.endswith("\n") else end * 2
        out, state = text + gap + _toml_block(entry).replace("\n", end), "added"
        expected[NAME] = dict(entry)
    else:
        lacking = {key: value for key, value in entry.items() if key not in known}
        out, state = _into_table(text.splitlines(keepends=True), (table, NAME), lacking, end), "updated"
        expected[NAME] = {**entry, **known}
    after = _parsed(out)
    # The proof that nothing else was touched: the file means what it meant, our table apart.
    if {**after, table: None} != {**before, table: None} or after.get(table, {}) != expected:
        raise _Unreadable(f"the {NAME} table in it is written in a way that cannot be edited safely")
    return out, state


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _Unreadable(f"it is not valid TOML ({error})") from None


def _table_of(line: str) -> tuple[str, ...] | None:
    """The table that a line opens; None when it opens none."""
    header = re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$", line)
    return None if header is None else tuple(part.strip().strip("\"'") for part in header[1].split("."))


def _without_table(lines: list[str], name: tuple[str, str]) -> list[str]:
    """The lines without the table of this name and those below it; comments after its last value stay."""
    kept: list[str] = []
    inside = False
    after: list[str] = []
    """Blank lines and comments that may belong to what follows."""
    for line in lines:
        opened = _table_of(line)
        if opened is not None and (opened[:2] == name) != inside:
            inside = not inside
            if inside and kept and not kept[-1].strip():
                kept.pop()  # the line that set it apart
            kept += after
            after = []
        if not inside:
            kept.append(line)
        elif not line.strip() or line.lstrip().startswith("#"):
            after.append(line)
        else:
            after = []
    if kept and not any(line.strip() for line in after):
        return kept
    return kept + after


def _into_table(lines: list[str], name: tuple[str, str], entry: Mapping[str, Any], end: str) -> str:
    """The lines with more values at the head of the table of this name."""
    out: list[str] = []
    for line in lines:
        out.append(line)
        if _table_of(line) == name:
            out[-1] = line.rstrip("\r\n") + end
            out += [f"{key} = {json.dumps(value, ensure_ascii=False)}{end}" for key, value in entry.items()]
    return "".join(out)


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
