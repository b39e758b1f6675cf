"""Does one ``explore`` hold what a person needed, and what does it cost?

    python -m benchmarks.search.explore --corpora DIR [--tokens 2000] [--verbose]

``explore.jsonl`` lists questions over packages that the embedding has not seen, each with the symbols that a person
who knows the package would point at; they were written down before the questions were asked. Ranking was tuned on all
but those marked ``held_out``. A symbol is *shown* when
it stands in the answer with its place and lines (or as a called symbol of one that is), *named* when it is only
mentioned. An answer holds what was needed when every symbol is shown or named. Tokens are characters by four.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from benchmarks.accuracy import Unavailable
from benchmarks.search.corpora import HERE, indexed, source
from codegraph.search.explore import Exploration
from codegraph.search.rendering import exploration_lines


def main() -> int:
    parser = argparse.ArgumentParser(description="explore over real questions")
    parser.add_argument("--corpora", type=Path, required=True, help="folder for packages and their indexes")
    parser.add_argument("--tokens", type=int, default=2000, help="budget of an answer")
    parser.add_argument("--verbose", action="store_true", help="print what is missing from every answer")
    options = parser.parse_args()
    asked = [json.loads(line) for line in (HERE / "explore.jsonl").read_text(encoding="utf-8").splitlines()]
    needed = shown = named = whole = unseen = whole_unseen = 0
    tokens: list[int] = []
    for name in dict.fromkeys(entry["corpus"] for entry in asked):
        try:
            root = source(name, options.corpora)
        except Unavailable as error:
            print(f"{name}: {error}", file=sys.stderr)
            continue
        with indexed(root, options.corpora / f"{name}.db") as engine:
            for entry in (e for e in asked if e["corpus"] == name):
                answer = engine.explore(entry["question"], max_tokens=options.tokens)
                tokens.append(sum(len(line) + 1 for line in exploration_lines(answer)) // 4)
                found = [_level(answer, want.split("|")) for want in entry["needs"]]
                needed += len(found)
                shown += found.count("shown")
                named += found.count("named")
                whole += all(found)
                unseen += entry.get("held_out", False)
                whole_unseen += entry.get("held_out", False) and all(found)
                if options.verbose:
                    missing = [want for want, level in zip(entry["needs"], found, strict=True) if not level]
                    print(f"{tokens[-1]:5} {name}: {entry['question']}", f"missing {missing}" if missing else "")
    count = max(1, len(tokens))
    print(f"{len(tokens)} questions at {options.tokens} tokens: everything needed in {whole} ({whole / count:.0%})")
    print(f"of the {unseen} held out, in {whole_unseen}")
    print(f"of {needed} symbols needed, {shown} shown and {named} named; tokens median {median(tokens or [0]):.0f}")
    return 0


def _level(answer: Exploration, wanted: list[str]) -> str:
    """shown, named or '' for any of the names ``wanted``."""
    shown = [item.symbol.qualified_name for item in answer.items] + [n for item in answer.items for n in item.calls]
    named = [symbol.qualified_name for symbol in answer.further]
    for level, names in (("shown", shown), ("named", named)):
        if any(_is(found, want) for found in names for want in wanted):
            return level
    return ""


def _is(found: str, wanted: str) -> bool:
    plain = found.replace("::", ".")
    return plain == wanted or plain.endswith(f".{wanted}")


if __name__ == "__main__":
    sys.exit(main())
