"""Registering with agents: merged, never lost, idempotent, removable."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from codegraph.cli import main
from codegraph.cli.clients import CLIENTS, entry_of, register, snippet, target
from codegraph.errors import BadArgument

JSON_CLIENTS = [name for name, c in CLIENTS.items() if c.project.endswith(".json")]


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_what_is_printed_is_what_is_written(tmp_path: Path, name: str) -> None:
    client = CLIENTS[name]
    scope = "project" if client.project else "user"
    entry = entry_of(client, scope, tmp_path)
    file = target(client, scope, tmp_path, tmp_path)
    assert register(client, file, entry, remove=False, below=tmp_path).state == "added"
    assert file.read_text() == snippet(client, entry)
    assert register(client, file, entry, remove=False, below=tmp_path).state == "unchanged"
    assert register(client, file, entry, remove=True, below=tmp_path).state == "removed"
    assert register(client, file, entry, remove=True, below=tmp_path).state == "absent"


@pytest.mark.parametrize("name", JSON_CLIENTS)
def test_everything_in_the_file_stays(tmp_path: Path, name: str) -> None:
    client = CLIENTS[name]
    file = tmp_path / client.project
    file.parent.mkdir(exist_ok=True)
    other = {"z": 1, client.keys[0]: {"other": {"command": "x", "env": {"K": "é"}}}, "a": [1, {"b": None}]}
    text = json.dumps(other, indent=4, ensure_ascii=False)
    file.write_text(text)
    entry = entry_of(client, "project", tmp_path)
    register(client, file, entry, remove=False, below=tmp_path)
    now = json.loads(file.read_text())
    assert now.pop("z") == 1 and list(json.loads(file.read_text())) == list(other)
    assert now[client.keys[0]].pop("codegraph") == entry
    assert {"z": 1, **now} == other
    register(client, file, entry, remove=True, below=tmp_path)
    assert file.read_text() == text


def test_what_the_user_added_to_our_entry_stays(tmp_path: Path) -> None:
    file = tmp_path / ".mcp.json"
    file.write_text('{"mcpServers": {"codegraph": {"command": "old", "env": {"X": "1"}}}}')
    client = CLIENTS["claude"]
    assert register(client, file, client.entry, remove=False, below=tmp_path).state == "updated"
    assert json.loads(file.read_text())["mcpServers"]["codegraph"] == {
        **client.entry,
        "command": "old",
        "env": {"X": "1"},
    }


@pytest.mark.parametrize(
    "text",
    [
        '{\n  // mine\n  "servers": {}\n}\n',
        '{"servers": [1]}',
        "[]",
        "{",
        '{"servers": {}, "servers": {}}',
        '{"a": 1,}',
    ],
)
def test_what_cannot_be_rewritten_safely_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / ".vscode/mcp.json"
    file.parent.mkdir()
    file.write_text(text)
    client = CLIENTS["vscode"]
    with pytest.raises(BadArgument, match="Paste this"):
        register(client, file, client.entry, remove=False, below=tmp_path)
    assert file.read_text() == text


def test_toml_keeps_comments_and_neighbours(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    before = '# mine\nmodel = "x"  # keep\n\n[mcp_servers.other]\ncommand = "y"\n'
    file.write_text(before)
    client = CLIENTS["codex"]
    register(client, file, client.entry, remove=False, below=tmp_path)
    text = file.read_text()
    assert text.startswith(before)
    assert tomllib.loads(text)["mcp_servers"]["codegraph"] == client.entry
    file.write_text(text + '\n[mcp_servers.codegraph.env]\nK = "1"\n\n[tail]\na = 1 # end\n')
    register(client, file, {**client.entry, "tool_timeout_sec": 60}, remove=False, below=tmp_path)
    now = tomllib.loads(file.read_text())
    assert now["mcp_servers"]["codegraph"]["env"] == {"K": "1"}
    assert now["mcp_servers"]["codegraph"]["tool_timeout_sec"] == 60
    assert "# end" in file.read_text()
    register(client, file, client.entry, remove=True, below=tmp_path)
    assert tomllib.loads(file.read_text()) == {
        "model": "x",
        "mcp_servers": {"other": {"command": "y"}},
        "tail": {"a": 1},
    }


def test_inline_tables_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = 'mcp_servers = { codegraph = { command = "old" } }\n'
    file.write_text(text)
    with pytest.raises(BadArgument):
        register(CLIENTS["codex"], file, CLIENTS["codex"].entry, remove=False, below=tmp_path)
    assert file.read_text() == text


def test_nothing_outside_the_project_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project, home = tmp_path / "p", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    assert main(["init", "--client", "windsurf", "--root", str(project)]) == 1
    assert list(home.iterdir()) == []
    assert main(["init", "--client", "windsurf", "--scope", "user", "--root", str(project)]) == 0
    assert (home / ".codeium/windsurf/mcp_config.json").is_file()
    (project / ".cursor").symlink_to(home)
    assert main(["init", "--client", "cursor", "--root", str(project)]) == 1
    assert not (home / "mcp.json").exists()


def test_print_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "--client", "claude", "--print", "--root", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out)["mcpServers"]["codegraph"]["args"] == ["serve"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", JSON_CLIENTS)
def test_comments_are_never_lost(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = CLIENTS[name]
    file = tmp_path / client.project
    file.parent.mkdir(exist_ok=True)
    text = f'{{\n  // keep me\n  "{client.keys[0]}": {{}}\n}}\n'
    file.write_text(text)
    for arguments in ([], ["--remove"]):
        assert main(["init", "--client", name, "--root", str(tmp_path), *arguments]) == 1
        assert file.read_text() == text
