"""The accuracy of the call edges, against compiler-grade truths of open packages.

    python benchmarks/accuracy.py --corpora DIR [--only NAME …] [--wrong N] [--missed N] [--readme] [--record]

Every corpus of ``corpora.toml`` is fetched into DIR by name and version from the public package indexes
(PyPI through ``pip``, npm through ``npm``, Debian through ``apt-get`` where they are there); a corpus
already unpacked in DIR/NAME is used as it is. Each is indexed by the installed ``codegraph``, exported
at the default resolution and scored. ``--readme`` writes the table into README.md between its markers;
``--record`` writes what was measured, by language and by strategy of the linker, into
``codegraph/linking/measured.json``, from where ``codegraph status`` and the linker read it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.scorer import Score, Truth, score

HERE = Path(__file__).resolve().parent
README = HERE.parent / "README.md"
BY_HAND = HERE / "truth" / "by-hand.json"
"""Edges of strategies of which the truths can say next to nothing, judged by reading the code."""
MEASURED = HERE.parent / "codegraph" / "linking" / "measured.json"
BEGIN, END = "<!-- accuracy: begin -->", "<!-- accuracy: end -->"


class Unavailable(Exception):
    """A corpus that cannot be had here; the message says what was tried."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True, metavar="DIR", help="where the packages are unpacked")
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N wrong edges of each corpus")
    parser.add_argument("--missed", type=int, default=0, metavar="N", help="show N missed edges of each corpus")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    corpora = tomllib.loads((HERE / "corpora.toml").read_text(encoding="utf-8"))
    results: dict[str, dict[str, Score]] = {}
    for name, corpus in corpora.items():
        if arguments.only and name not in arguments.only:
            continue
        try:
            root = fetch(name, corpus, arguments.corpora)
        except (Unavailable, subprocess.CalledProcessError, OSError) as error:
            print(f"{name}: not measured: {error}", file=sys.stderr)
            continue
        results[name] = measure(name, root)
        for title, edges, count in (
            ("wrong", results[name]["default"].wrong_edges, arguments.wrong),
            ("missed", results[name]["default"].missed_edges, arguments.missed),
        ):
            for key in sorted(edges, key=str)[:: max(1, len(edges) // count)][:count] if count else ():
                print(f"{name}: {title}: {key[0]} -> {key[1]}", file=sys.stderr)
    if arguments.json:
        print(json.dumps({n: {k: _plain(s) for k, s in r.items()} for n, r in results.items()}, indent=1))
    else:
        print(table(corpora, results))
        print(kinds(results))
    if arguments.record:
        MEASURED.write_text(json.dumps(measured(corpora, results), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if arguments.readme:
        write_readme(table(corpora, results) + "\n\n" + kinds(results))
    return 0 if results else 1


def fetch(name: str, corpus: dict[str, Any], folder: Path) -> Path:
    """The root of the unpacked corpus, fetching it when it is not there.

    Raises:
        Unavailable: no client for its package index, or none of its files.
    """
    target = folder / name
    if not target.exists():
        with tempfile.TemporaryDirectory() as scratch:
            unpacked = _download(corpus, Path(scratch))
            keep = corpus.get("keep")
            inner = unpacked / corpus.get("root", ".")
            folder.mkdir(parents=True, exist_ok=True)
            if keep:
                target.mkdir()
                for entry in keep:
                    source = inner / entry
                    if source.is_dir():
                        shutil.copytree(source, target / entry)
                    elif source.exists():
                        shutil.copy(source, target / entry)
            else:
                shutil.copytree(inner, target, symlinks=True)
    return target


def _download(corpus: dict[str, Any], scratch: Path) -> Path:
    if "pypi" in corpus:
        _run(
            sys.executable,
            "-m",
            "pip",
            "download",
            "-q",
            "--no-deps",
            "--no-binary",
            ":all:",
            corpus["pypi"],
            at=scratch,
        )
        return _unpack(scratch, strip=True)
    if "npm" in corpus:
        _run("npm", "pack", "--silent", corpus["npm"], at=scratch)
        return _unpack(scratch, strip=False)
    if "deb" in corpus:
        _run("apt-get", "download", f"{corpus['deb']}={corpus['version']}", at=scratch)
        package = next(scratch.glob("*.deb"))
        _run("dpkg-deb", "-x", str(package), "unpacked", at=scratch)
        return scratch / "unpacked"
    _run("apt-get", "source", "-qq", "--download-only", f"{corpus['debsrc']}={corpus['version']}", at=scratch)
    _run("dpkg-source", "-x", next(scratch.glob("*.dsc")).name, "unpacked", at=scratch)
    return scratch / "unpacked"


def _run(*command: str, at: Path) -> None:
    if shutil.which(command[0]) is None:
        raise Unavailable(f"{command[0]} is not installed")
    done = subprocess.run(command, cwd=at, capture_output=True, text=True)
    if done.returncode:
        raise Unavailable(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")


def _unpack(scratch: Path, *, strip: bool) -> Path:
    archive = next(p for p in scratch.iterdir() if p.name.endswith((".tar.gz", ".tgz")))
    target = scratch / "unpacked"
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    return next(target.iterdir()) if strip else target


def measure(name: str, root: Path) -> dict[str, Score]:
    """Scores of one corpus: ``default`` (exact and inferred), ``dispatch`` and ``ambiguous`` apart."""
    with tempfile.TemporaryDirectory() as scratch:
        database = str(Path(scratch) / "graph.db")
        subprocess.run(
            ["codegraph", "index", "--repo", str(root), "--output", database, "-q"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        exported = subprocess.run(
            ["codegraph", "export", "--db", database, "--root", str(root), "--format", "jsonl", "--kinds", "calls"],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout
    truth = Truth(f"open-{name}")
    edges: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in exported.splitlines():
        row = json.loads(line)
        if row["type"] == "edge" and row["kind"] == "calls":
            edges[row["resolution"]].append(row)
    return {
        "default": score(truth, [*edges["exact"], *edges["inferred"]]),
        "exact": score(truth, edges["exact"]),
        "inferred": score(truth, edges["inferred"]),
        "dispatch": score(truth, edges["dispatch"]),
        "ambiguous": score(truth, edges["ambiguous"]),
    }


def table(corpora: dict[str, Any], results: dict[str, dict[str, Score]]) -> str:
    """Markdown: precision and recall by corpus, peers beside."""
    peers = list(dict.fromkeys(p for c in corpora.values() for p in c["peers"]))
    lines = [
        "| language | corpus | edges | **codegraph** precision / recall | " + " | ".join(peers) + " |",
        "|---|---|---|---|" + "---|" * len(peers),
    ]
    for name, scores in results.items():
        corpus, own = corpora[name], scores["default"]
        others = [
            f"{corpus['peers'][p][0]:.3f} / {corpus['peers'][p][1]:.3f}" if p in corpus["peers"] else "" for p in peers
        ]
        lines.append(
            f"| {corpus['language']} | {name} | {own.truth} | **{own.precision:.3f} / {own.recall:.3f}** | "
            + " | ".join(others)
            + " |"
        )
    return "\n".join(lines)


def kinds(results: dict[str, dict[str, Score]]) -> str:
    """Markdown: recall by kind of edge, and what the less sure resolutions add."""
    columns = list(dict.fromkeys(k for r in results.values() for k in r["default"].by_kind))
    lines = [
        "| corpus | " + " | ".join(columns) + " | dispatch right / wrong / override | ambiguous right / wrong |",
        "|---|" + "---|" * (len(columns) + 2),
    ]
    for name, scores in results.items():
        own = scores["default"].by_kind
        cells = [f"{own[c][0]}/{own[c][1]}" if c in own else "" for c in columns]
        d, a = scores["dispatch"], scores["ambiguous"]
        lines.append(
            f"| {name} | " + " | ".join(cells) + f" | {d.right} / {d.wrong} / {d.override} | {a.right} / {a.wrong} |"
        )
    return "\n".join(lines)


def measured(corpora: dict[str, Any], results: dict[str, dict[str, Score]]) -> dict[str, Any]:
    """Sums over the corpora of each language: precision and recall, and right and wrong edges by strategy,
    those read by hand included."""
    languages: dict[str, Any] = {}
    strategies: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for language in sorted({corpora[name]["language"] for name in results}):
        names = [name for name in results if corpora[name]["language"] == language]
        own = [results[name]["default"] for name in names]
        right, wrong = sum(s.right for s in own), sum(s.wrong for s in own)
        languages[language] = {
            "precision": round(right / (right + wrong), 3),
            "recall": round(sum(s.found for s in own) / sum(s.truth for s in own), 3),
            "corpora": names,
        }
        for name in names:
            for resolution in ("exact", "inferred", "ambiguous"):
                for strategy, (hits, misses) in results[name][resolution].by_strategy.items():
                    strategies[language][strategy][0] += hits
                    strategies[language][strategy][1] += misses
    for language, rows in json.loads(BY_HAND.read_text(encoding="utf-8")).items():
        for strategy, row in rows.items():
            strategies[language][strategy][0] += row["right"]
            strategies[language][strategy][1] += row["wrong"]
    return {"languages": languages, "strategies": strategies}


def _plain(result: Score) -> dict[str, Any]:
    return {
        "precision": round(result.precision, 4),
        "precision_low": round(result.precision_low, 4),
        "recall": round(result.recall, 4),
        "right": result.right,
        "wrong": result.wrong,
        "undecided": result.undecided,
        "override": result.override,
        "truth": result.truth,
        "by_kind": result.by_kind,
    }


def write_readme(text: str) -> None:
    """Replace what stands between the markers.

    Raises:
        SystemExit: README.md has no markers.
    """
    whole = README.read_text(encoding="utf-8")
    if BEGIN not in whole or END not in whole:
        raise SystemExit(f"{README} has no {BEGIN} … {END}")
    before, _, rest = whole.partition(BEGIN)
    README.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
