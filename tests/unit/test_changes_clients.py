"""Registering with agents: merged, never lost, idempotent, removable."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegraph.cli import jsonc, main
from codegraph.cli.clients import CLIENTS, entry_of, register, snippet, target
from codegraph.errors import BadArgument

JSON_CLIENTS = [name for name, c in CLIENTS.items() if c.project.endswith(".json")]


@pytest.mark.parametrize("name", sorted(CLIENTS))
def test_what_is_printed_is_what_is_written(tmp_path: Path, name: str) -> None:
    client = CLIENTS[name]
    scope = "project" if client.project else "user"
    entry = entry_of(client, tmp_path)
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
    file.parent.mkdir(exist_ok=True, parents=True)
    other = {"z": 1, client.keys[0]: {"other": {"command": "x", "env": {"K": "é"}}}, "a": [1, {"b": None}]}
    text = json.dumps(other, indent=4, ensure_ascii=False)
    file.write_text(text)
    entry = entry_of(client, tmp_path)
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
        '{"servers": [1]}',
        '{"servers": {"codegraph": "mine"}}',
        "[]",
        "{",
        '{"servers": {}, "servers": {}}',
        '{"a": 1,,}',
        '{"a": 1} {"b": 2}',
        '{"a": tru}',
        "{'a': 1}",
        "{a: 1}",
        '{"a": "\\x"}',
        "[" * 200,
        "/* {}",
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


TEXTS = [
    '{\n  // keep me\n  "a": 1, /* and */ "KEY": {} // me\n}\n',
    '{\n  "a": 1, // last\n}\n',
    '{\n  "a": [1, 2, {"b": "\\u00e9 // no comment"}], // last, without comma after it\n  "z": 1e3 // end\n}',
    '{\n\t"KEY": {\n\t\t// other servers\n\t\t"other": {"command": "x"}, // why\n\t},\n}\n// after\n',
    '{\n    "KEY": {\n        "other": {"command": "x"} /* why */\n    }\n}\n',
    '{"KEY":{"other":{"command":"x"}},"b":[1,2]}',
    '{ "a": 1 }',
    '\ufeff{\r\n  "KEY": {\r\n    "other": 1 // one\r\n  }\r\n}\r\n',
    "{\n  // nothing yet\n}\n",
]


@pytest.mark.parametrize("name", JSON_CLIENTS)
@pytest.mark.parametrize("text", TEXTS)
def test_added_and_removed_gives_the_same_bytes(tmp_path: Path, name: str, text: str) -> None:
    client = CLIENTS[name]
    file = tmp_path / client.project
    file.parent.mkdir(exist_ok=True, parents=True)
    text = text.replace("KEY", client.keys[0])
    file.write_bytes(text.encode())
    entry = entry_of(client, tmp_path)
    assert register(client, file, entry, remove=False, below=tmp_path).state == "added"
    with_it = file.read_bytes().decode()
    for piece in re.findall(r"//.*|/\*.*?\*/", text):
        assert piece.strip() in with_it
    if "\r\n" in text:
        assert not re.search(r"(?<!\r)\n|\r(?!\n)", with_it)
    else:
        assert "\r" not in with_it
    assert register(client, file, entry, remove=False, below=tmp_path).state == "unchanged"
    assert file.read_bytes().decode() == with_it
    assert register(client, file, entry, remove=True, below=tmp_path).state == "removed"
    now = file.read_bytes().decode()
    if f'"{client.keys[0]}": {{}}' in text:
        assert now == text.replace(f' "{client.keys[0]}": {{}}', "").replace("1,", "1")
    else:
        assert now == text


def test_a_comment_inside_our_entry_stays(tmp_path: Path) -> None:
    file = tmp_path / ".mcp.json"
    file.write_text('{\n  "mcpServers": {\n    "codegraph": {\n      "command": "mine" // my build\n    }\n  }\n}\n')
    client = CLIENTS["claude"]
    assert register(client, file, client.entry, remove=False, below=tmp_path).state == "updated"
    text = file.read_text()
    assert '"command": "mine", // my build\n      "type": "stdio"' in text and '"alwaysLoad": true\n    }' in text


KEYS = st.text(alphabet='ab"\\/*é \n', max_size=4)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(KEYS, DATA, min_size=1, max_size=4),
    st.dictionaries(KEYS, DATA, min_size=1, max_size=3),
    st.sampled_from([None, 1, 2, "\t"]),
    st.booleans(),
)
def test_any_json_comes_back_to_the_byte(
    outer: dict[str, object], servers: dict[str, object], indent: int | str | None, ascii_only: bool
) -> None:
    for whole in ({**outer, "s": servers}, {"s": servers, **outer}, outer):
        text = json.dumps(whole, indent=indent, ensure_ascii=ascii_only)
        added = jsonc.insert(text, ["s", "t"] if "s" not in whole else ["s"], "ours", {"x": [1]})
        assert json.loads(added) != json.loads(text)
        assert jsonc.parse(added).data == json.loads(added)
        assert jsonc.remove(added, ["s", "t"] if "s" not in whole else ["s"], "ours") == text


def test_toml_gives_back_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    client = CLIENTS["codex"]
    for text in (
        'model = "x" # mine\n\n[tail]\na = 1\n',
        'model = "x"\r\n',
        "# only a comment\n\n\n",
    ):
        file.write_bytes(text.encode())
        assert register(client, file, client.entry, remove=False, below=tmp_path).state == "added"
        assert register(client, file, client.entry, remove=True, below=tmp_path).state == "removed"
        assert file.read_bytes().decode() == text


def test_toml_comments_of_the_next_table_and_of_ours_stay(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    client = CLIENTS["codex"]
    file.write_text(
        '[mcp_servers.codegraph] # ours\n# my build\ncommand = "mine"\n\n'
        "# about the other\n[mcp_servers.other]\na = 1\n"
    )
    assert register(client, file, client.entry, remove=False, below=tmp_path).state == "updated"
    text = file.read_text()
    assert "# ours" in text and "# my build" in text and "# about the other\n[mcp_servers.other]" in text
    assert tomllib.loads(text)["mcp_servers"]["codegraph"] == {**client.entry, "command": "mine"}
    assert register(client, file, client.entry, remove=True, below=tmp_path).state == "removed"
    assert file.read_text().strip() == "# about the other\n[mcp_servers.other]\na = 1"


@pytest.mark.parametrize("name", ["claude", "codex"])
def test_a_read_only_file_is_left_alone(tmp_path: Path, name: str) -> None:
    client = CLIENTS[name]
    file = tmp_path / client.project
    file.parent.mkdir(exist_ok=True)
    file.write_text("")
    file.chmod(0o444)
    with pytest.raises(BadArgument, match="read-only"):
        register(client, file, client.entry, remove=False, below=tmp_path)
    assert file.read_text() == "" and file.stat().st_mode & 0o777 == 0o444


def test_print_names_the_file_of_the_scope(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen = {}
    for name, scope in (("codex", "project"), ("copilot", "user"), ("windsurf", "project")):
        arguments = ["init", "--client", name, "--scope", scope, "--print", "--json", "--root", str(tmp_path)]
        assert main(arguments) == 0
        seen[name] = json.loads(capsys.readouterr().out)
    assert seen["codex"]["file"] == ".codex/config.toml"
    assert seen["copilot"]["file"] == "~/.copilot/mcp-config.json"
    assert seen["windsurf"]["file"] == "~/.codeium/windsurf/mcp_config.json"
    assert seen["windsurf"]["entry"]["args"] == ["serve", "--root", str(tmp_path)]
    assert list(tmp_path.iterdir()) == []


def test_a_jsonc_file_that_is_there_is_the_one(tmp_path: Path) -> None:
    (tmp_path / "opencode.jsonc").write_text("{} // mine\n")
    assert target(CLIENTS["opencode"], "project", tmp_path, tmp_path).name == "opencode.jsonc"
    (tmp_path / "opencode.json").write_text("{}\n")
    assert target(CLIENTS["opencode"], "project", tmp_path, tmp_path).name == "opencode.json"
