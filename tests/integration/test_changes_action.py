"""The CI files: each shell step run against a repository here, and a stand-in for the API on loopback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "docs/ci"
RunGit = Callable[..., str]


class Api(BaseHTTPRequestHandler):
    """Keeps comments as GitHub does, and every request."""

    comments: list[dict[str, Any]]
    seen: list[tuple[str, str, Any]]

    def do_GET(self) -> None:
        page = int(self.path.rpartition("page=")[2])
        self._answer(self.comments[(page - 1) * 100 : page * 100])

    def do_POST(self) -> None:
        comment = {"id": len(self.comments) + 1, "user": {"type": "Bot"}, **self._body()}
        self.comments.append(comment)
        self._answer(comment)

    def do_PATCH(self) -> None:
        number = int(self.path.rpartition("/")[2])
        (comment,) = [c for c in self.comments if c["id"] == number]
        comment.update(self._body())
        self._answer(comment)

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, value: Any) -> None:
        self.seen.append((self.command, self.path.partition("?")[0], self.headers["Authorization"]))
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def api() -> Iterator[tuple[str, type[Api]]]:
    class Fresh(Api):
        comments = []
        seen = []

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fresh)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", Fresh
    server.shutdown()
    server.server_close()


def comment(api: str, report: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {
        "GITHUB_API_URL": api,
        "GITHUB_REPOSITORY": "o/r",
        "GITHUB_TOKEN": "secret-token",
        "PULL": "7",
        "KEY": "k",
        "REPORT": str(report),
        **more,
    }
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPTS / "comment.py")],
        env={**os.environ, "no_proxy": "*", **environment},
        capture_output=True,
        text=True,
    )


def test_one_comment_is_posted_then_updated(api: tuple[str, type[Api]], tmp_path: Path) -> None:
    url, server = api
    quoting = {"id": 1, "user": {"type": "Bot"}, "body": "> <!-- codegraph:impact:k -->"}
    person = {"id": 2, "user": {"type": "User"}, "body": "<!-- codegraph:impact:k -->\nmine"}
    server.comments += [quoting, person, *({"id": n, "user": {"type": "User"}, "body": "x"} for n in range(3, 150))]
    (tmp_path / "report.md").write_text("one\n")
    assert comment(url, tmp_path).stdout == "commented\n"
    assert comment(url, tmp_path).stdout == "comment is up to date\n"
    (tmp_path / "report.md").write_text("two\n")
    assert comment(url, tmp_path).stdout == "comment updated\n"
    ours = [c for c in server.comments if c["body"] == "<!-- codegraph:impact:k -->\ntwo\n"]
    assert len(ours) == 1 and len(server.comments) == 150
    assert server.comments[:2] == [quoting, person]
    assert {path for _, path, _ in server.seen} == {"/repos/o/r/issues/7/comments", "/repos/o/r/issues/comments/150"}
    assert {token for _, _, token in server.seen} == {"Bearer secret-token"}


@pytest.mark.parametrize("more", [{"PULL": "7/../8"}, {"PULL": ""}, {"GITHUB_REPOSITORY": "o/r/../x"}])
def test_odd_names_reach_no_address(api: tuple[str, type[Api]], tmp_path: Path, more: dict[str, str]) -> None:
    url, server = api
    (tmp_path / "report.md").write_text("one\n")
    assert comment(url, tmp_path, **more).returncode == 1
    assert server.seen == []


@pytest.fixture
def checkout(write_tree: Callable[[Mapping[str, str | bytes]], Path], git: RunGit) -> Path:
    root = write_tree({"a.py": "def f(x):\n    return x\n", "b.py": "from a import f\n\n\ndef g():\n    return f(1)\n"})
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "base")
    (root / "a.py").write_text("def f(x, y):\n    return x + y\n")
    git(root, "commit", "-qam", "change")
    return root


@pytest.mark.parametrize(("fail_on", "status"), [("", "0"), ("broken-call", "2"), ("new-cycle", "0")])
def test_the_step_writes_everything_it_promises(checkout: Path, tmp_path: Path, fail_on: str, status: str) -> None:
    if shutil.which("bash") is None:
        pytest.skip("needs bash")
    programs = tmp_path / "bin"
    programs.mkdir()
    script = programs / "codegraph"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(1, {str(ROOT)!r})\n"
        "from codegraph.cli import main\nsys.exit(main())\n"
    )
    script.chmod(0o755)
    output, summary = tmp_path / "output", tmp_path / "summary"
    done = subprocess.run(
        ["bash", str(SCRIPTS / "analyse.sh")],
        cwd=checkout,
        env={
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "RUNNER_TEMP": str(tmp_path),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(summary),
            "BEFORE": "0" * 40,
            "FAIL_ON": fail_on,
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    values = dict(line.split("=", 1) for line in output.read_text().splitlines())
    assert values["exit"] == status
    assert values["risk"] == "high"
    assert json.loads(Path(values["sarif"]).read_text())["version"] == "2.1.0"
    assert "::error file=b.py,line=5," in done.stdout
    assert summary.read_text().startswith("### ")


def test_inputs_reach_scripts_through_the_environment_alone() -> None:
    text = (ROOT / "action.yml").read_text()
    for block in text.split("run: ")[1:]:
        command = block.split("\n    - name:")[0]
        assert "${{" not in command, command
    workflow = (SCRIPTS / "github-fork-comment.yml").read_text()
    assert "${{" not in workflow.split("run: |")[1]
    assert "pull_request_target" not in workflow


def test_steps_that_run_commands_name_their_shell() -> None:
    steps = (ROOT / "action.yml").read_text().split("    - name: ")[1:]
    assert steps
    for step in steps:
        assert ("run:" in step) == ("shell: bash" in step), step


def test_manifests_agree() -> None:
    plugin = json.loads((ROOT / ".claude-plugin/plugin.json").read_text())
    server = json.loads((ROOT / "server.json").read_text())
    market = json.loads((ROOT / ".claude-plugin/marketplace.json").read_text())
    assert plugin["version"] == server["version"] == server["packages"][0]["version"]
    assert len(server["description"]) <= 100
    assert f"<!-- mcp-name: {server['name']} -->" in (ROOT / "README.md").read_text(encoding="utf-8")
    owner = server["name"].removeprefix("io.github.").partition("/")[0]
    for example in ("github-pull-request.yml", "github-fork-comment.yml"):
        assert f"{owner}/codegraph" in (SCRIPTS / example).read_text()
    assert [p["name"] for p in market["plugins"]] == [plugin["name"]]
    assert (ROOT / plugin["skills"] / "codegraph/SKILL.md").is_file()
