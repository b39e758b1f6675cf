"""Runs ``cargo check`` in a folder whenever a line comes in; answers one JSON line of [path, line, message].

python benchmarks/compilers/check_rust.py FOLDER [ARGUMENT OF CARGO…]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys


def errors(root: str, arguments: list[str]) -> list[tuple[str, int, str]]:
    """All errors there are now."""
    ran = subprocess.run(
        ["cargo", "check", "--offline", "--message-format=json", "--quiet", *arguments],
        cwd=root,
        capture_output=True,
        check=False,
    )
    found: list[tuple[str, int, str]] = []
    for line in ran.stdout.splitlines():
        row = json.loads(line)
        message = row.get("message") or {}
        if row.get("reason") != "compiler-message" or message.get("level") != "error":
            continue
        for span in message["spans"]:
            if span["is_primary"]:
                path = os.path.relpath(os.path.join(root, span["file_name"]), root).replace(os.sep, "/")
                found.append((path, span["line_start"], message["message"]))
    return found


def main() -> None:
    """Answer until there are no more lines."""
    for _ in sys.stdin:
        print(json.dumps(errors(sys.argv[1], sys.argv[2:])), flush=True)


if __name__ == "__main__":
    main()
