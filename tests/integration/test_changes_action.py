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
    trouble: list[tuple[int, dict[str, str]]]
    """What the next requests get instead of an answer."""
    me: str

    def do_GET(self) -> None:
        if self.path == "/user":
            self._answer({"login": self.me}) if self.me else self._refuse(403, {})
            return
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

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        self.seen.append((self.command, self.path.partition("?")[0], self.headers["Authorization"]))
        if not self.trouble:
            return True
        self._refuse(*self.trouble.pop(0))
        return False

    def _refuse(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in {**headers, "Content-Length": "0", "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True

    def _answer(self, value: Any) -> None:
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
        trouble = []
        me = ""

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
        "RETRY_SECONDS": "0.01",
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
    assert {path for _, path, _ in server.seen} == {
        "/repos/o/r/issues/7/comments",
        "/repos/o/r/issues/comments/150",
        "/user",  # whether the person's comment is of the token's owner
    }
    assert {token for _, _, token in server.seen} == {"Bearer secret-token"}


@pytest.mark.parametrize(
    ("trouble", "ends", "requests"),
    [
        ([(502, {})], 0, 3),
        ([(500, {}), (503, {}), (429, {"Retry-After": "0"})], 0, 5),
        ([(403, {"Retry-After": "0"})], 0, 3),
        ([(500, {})] * 9, 1, 4),
        ([(403, {})], 1, 1),
        ([(422, {})], 1, 1),
    ],
)
def test_passing_trouble_is_waited_out(
    api: tuple[str, type[Api]], tmp_path: Path, trouble: list[tuple[int, dict[str, str]]], ends: int, requests: int
) -> None:
    url, server = api
    server.trouble += trouble
    (tmp_path / "report.md").write_text("one\n")
    done = comment(url, tmp_path)
    assert (done.returncode, len(server.seen)) == (ends, requests), done.stderr
    assert len(server.comments) == (ends == 0)
    if ends:
        assert f"refused: {trouble[0][0]}" in done.stderr and "Traceback" not in done.stderr
        assert ("pull-requests: write" in done.stderr) == (trouble[0][0] == 403)


def test_no_api_and_no_report_are_said(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("one\n")
    done = comment("http://127.0.0.1:9", tmp_path)
    assert done.returncode == 1 and "cannot be reached" in done.stderr and "Traceback" not in done.stderr
    done = comment("http://127.0.0.1:9", tmp_path / "nowhere")
    assert done.returncode == 1 and "no report" in done.stderr


def test_a_person_whose_token_it_is_updates_their_comment(api: tuple[str, type[Api]], tmp_path: Path) -> None:
    url, server = api
    marker = "<!-- codegraph:impact:k -->"
    server.comments += [
        {"id": 1, "user": {"type": "User", "login": "other"}, "body": f"{marker}\nx"},
        {"id": 2, "user": {"type": "User", "login": "me"}, "body": f"{marker}\nx"},
    ]
    server.me = "me"
    (tmp_path / "report.md").write_text("one\n")
    assert comment(url, tmp_path).stdout == "comment updated\n"
    assert [c["body"] for c in server.comments] == [f"{marker}\nx", f"{marker}\none\n"]


def test_a_comment_deleted_meanwhile_is_posted_again(api: tuple[str, type[Api]], tmp_path: Path) -> None:
    url, server = api
    server.comments.append({"id": 7, "user": {"type": "Bot"}, "body": "<!-- codegraph:impact:k -->\nold"})
    (tmp_path / "report.md").write_text("new\n")
    real = server.do_PATCH
    server.do_PATCH = lambda self: self._refuse(404, {})  # type: ignore[method-assign]
    assert comment(url, tmp_path).stdout == "commented\n"
    server.do_PATCH = real  # type: ignore[method-assign]
    assert [c["body"] for c in server.comments][1:] == ["<!-- codegraph:impact:k -->\nnew\n"]


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


Step = Callable[..., tuple[subprocess.CompletedProcess[str], dict[str, str], str]]


@pytest.fixture
def step(tmp_path: Path) -> Step:
    """Runs the step of the action in a folder; returns what it did, its outputs and its summary."""
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

    def run(folder: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
        output, summary = tmp_path / "output", tmp_path / "summary"
        output.write_text("")
        summary.write_text("")
        done = subprocess.run(
            ["bash", str(SCRIPTS / "analyse.sh")],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
                "RUNNER_TEMP": str(tmp_path),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_STEP_SUMMARY": str(summary),
                **inputs,
            },
            capture_output=True,
            text=True,
        )
        values = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done, values, summary.read_text()

    return run


@pytest.mark.parametrize(("fail_on", "status"), [("", "0"), ("broken-call", "2"), ("new-cycle", "0")])
def test_the_step_writes_everything_it_promises(checkout: Path, step: Step, fail_on: str, status: str) -> None:
    done, values, summary = step(checkout, BEFORE="0" * 40, FAIL_ON=fail_on)
    assert done.returncode == 0, done.stderr
    assert values["exit"] == status
    assert values["risk"] == "high" and int(values["score"]) > 0
    assert json.loads(Path(values["sarif"]).read_text())["version"] == "2.1.0"
    assert {"report.md", "report.json"} <= {p.name for p in Path(values["report"]).iterdir()}
    assert "::error file=b.py,line=5," in done.stdout
    assert summary.startswith("### ")
    assert (checkout / ".codegraph/graph.db").is_file()


def test_the_step_without_annotations(checkout: Path, step: Step) -> None:
    done, values, _ = step(checkout, BASE="HEAD^", ANNOTATIONS="false")
    assert values["risk"] == "high" and done.stdout == ""


def test_a_branch_that_was_written_over_is_compared_with_the_commit_before(checkout: Path, step: Step) -> None:
    _, values, _ = step(checkout, BEFORE="12345678" * 5)
    assert values["risk"] == "high"


def test_the_first_commit_of_all_fails_nothing(checkout: Path, step: Step, git: RunGit) -> None:
    git(checkout, "checkout", "-q", "HEAD^")
    done, values, _ = step(checkout, BEFORE="0" * 40)
    assert (done.returncode, values) == (0, {}) and "first commit" in done.stdout


def test_a_base_that_is_missing_is_an_annotation(checkout: Path, step: Step, git: RunGit, tmp_path: Path) -> None:
    base = git(checkout, "rev-parse", "HEAD^").strip()
    git(tmp_path, "clone", "-q", "--depth", "1", checkout.as_uri(), "shallow")
    done, values, _ = step(tmp_path / "shallow", EVENT_BASE=base)
    assert (done.returncode, values) == (3, {"exit": "3"})
    assert done.stdout.startswith("::error title=codegraph::") and "fetch-depth: 0" in done.stdout
    assert done.stdout.count("\n") == 1


def test_a_folder_is_analysed_alone_and_cached_in_its_place(checkout: Path, step: Step, git: RunGit) -> None:
    (checkout / "sub").mkdir()
    for name in ("a.py", "b.py"):
        git(checkout, "mv", name, f"sub/{name}")
    (checkout / "other.py").write_text("x = 1\n")
    (checkout / "sub/a.py").write_text("def f(x):\n    return x\n")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "moved")
    (checkout / "sub/a.py").write_text("def f(x, y, z):\n    return x + y + z\n")
    git(checkout, "commit", "-qam", "changed")
    done, values, _ = step(checkout, BASE="HEAD^", TREE="sub")
    assert "::error file=sub/b.py,line=5," in done.stdout
    assert "other.py" not in Path(values["report"], "report.json").read_text()
    # Where action.yml has the cache look: path/.codegraph/graph.db.
    assert (checkout / "sub/.codegraph/graph.db").is_file()
    assert "${{ inputs.path }}/.codegraph/graph.db" in (ROOT / "action.yml").read_text()


def test_what_is_checked_out_is_not_run(checkout: Path, step: Step, git: RunGit, tmp_path: Path) -> None:
    """File names, branch names and modules in the tree are data."""
    marker = tmp_path / "ran"
    for name in ("json.py", "pip.py", "codegraph.py", "tree_sitter.py", "sitecustomize.py"):
        (checkout / name).write_text(f"open({str(marker)!r}, 'w')\n")
    odd = f"$(touch {marker.name});`touch {marker.name}`\n::error::x.py"
    (checkout / odd).write_text("def f(:\n")
    git(checkout, "checkout", "-q", "-b", "x;$(touch${IFS}ran)")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "::error::message")
    done, values, _ = step(checkout, BASE="HEAD^", PYTHONPATH="")
    assert values["exit"] == "0", done.stderr
    assert not marker.exists() and not (checkout / marker.name).exists()
    for line in (done.stdout + done.stderr).splitlines():
        assert not line.startswith("::error::")
    install = (ROOT / "action.yml").read_text().partition("- name: Install")[2].partition("- name:")[0]
    assert "python3 -I -m pip install" in install  # without -I the tree's own pip.py would be run


def test_the_gitlab_job_leaves_a_report_when_it_fails(checkout: Path, step: Step, git: RunGit, tmp_path: Path) -> None:
    job = (SCRIPTS / "gitlab.yml").read_text()
    block = job.partition("  script:\n")[2].partition("  artifacts:")[0]
    commands = [" ".join(part.split()).removeprefix(">- ") for part in block.split("    - ")[1:]]
    assert "codequality: codegraph-quality.json" in job and "when: always" in job
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(commands)],
        cwd=checkout,
        env={
            **os.environ,
            "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": git(checkout, "rev-parse", "HEAD^").strip(),
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout.startswith("### 🔴")
    (issue, *_) = json.loads((checkout / "codegraph-quality.json").read_text())
    assert (issue["check_name"], issue["location"]["path"]) == ("codegraph/broken-call", "b.py")


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
