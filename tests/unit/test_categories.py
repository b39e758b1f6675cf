"""The table of what is found of Python's calls names exactly the categories that have samples."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = frozenset(
    """args assignments builtins classes decorators dicts direct_calls dynamic exceptions external functions
    generators imports kwargs lambdas lists mro returns""".split()
)


def rows() -> dict[str, list[str]]:
    """Category -> the cells beside it."""
    table = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in (ROOT / "docs" / "python-calls.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| ---")
    ]
    return {row[0]: row[1:] for row in table[1:]}


def test_every_category_has_samples_and_a_row() -> None:
    samples = {p.stem.removeprefix("category_") for p in (ROOT / "tests/cases/python").glob("category_*.py")}
    assert samples == CATEGORIES
    assert set(rows()) == CATEGORIES
    assert all(len(cells) == 2 and cells[0] for cells in rows().values())


def test_every_category_has_several_samples_and_says_what_is_missed() -> None:
    for category, (_, missed) in rows().items():
        text = (ROOT / f"tests/cases/python/category_{category}.py").read_text(encoding="utf-8")
        files = re.findall(r"^# --- file: (\S+)$", text, re.M)
        assert len(files) >= 2, category
        assert "@calls" in text or "@dispatch" in text, category
        if "@todo" in text:
            assert missed, f"{category} has a marked miss that the table does not mention"
