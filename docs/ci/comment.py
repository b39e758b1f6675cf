"""Post the report on a pull request, or update the comment that is there. Standard library only."""

from __future__ import annotations

import json
import os
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

LONGEST = 65_000


def main() -> int:
    """Reads GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL, KEY, REPORT."""
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
    repository, pull = os.environ["GITHUB_REPOSITORY"], os.environ["PULL"]
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository) or not re.fullmatch(r"[0-9]+", pull):
        print("GITHUB_REPOSITORY or PULL is not what it should be", file=sys.stderr)
        return 1
    key = re.sub(r"[^\w.-]", "-", os.environ.get("KEY", "default"))
    marker = f"<!-- codegraph:impact:{key} -->"
    text = Path(os.environ["REPORT"], "report.md").read_text(encoding="utf-8")
    body = f"{marker}\n{text}"[:LONGEST]
    comments = f"{api}/repos/{repository}/issues/{pull}/comments"
    try:
        known = find(comments, marker)
        if known is None:
            call("POST", comments, {"body": body})
            print("commented")
        elif known["body"] != body:
            call("PATCH", f"{api}/repos/{repository}/issues/comments/{int(known['id'])}", {"body": body})
            print("comment updated")
        else:
            print("comment is up to date")
    except urllib.error.HTTPError as error:
        print(f"the comment was refused: {error.code} {error.reason}; it needs `pull-requests: write`", file=sys.stderr)
        return 1
    return 0


def find(comments: str, marker: str) -> dict[str, Any] | None:
    """Our comment: written by a bot, and starting with the marker (others may quote it)."""
    for page in range(1, 101):
        found = call("GET", f"{comments}?per_page=100&page={page}")
        for comment in found:
            if (comment.get("user") or {}).get("type") == "Bot" and str(comment.get("body", "")).startswith(marker):
                return comment
        if len(found) < 100:
            return None
    return None


def call(method: str, url: str, value: dict[str, Any] | None = None) -> Any:
    """One request to the API."""
    request = urllib.request.Request(
        url,
        method=method,
        data=None if value is None else json.dumps(value).encode(),
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "Content-Type": "application/json",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main())
