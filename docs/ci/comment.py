"""Post the report on a pull request, or update the comment that is there. Standard library only."""

from __future__ import annotations

import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

LONGEST = 65_000
ATTEMPTS = 4
WAIT = float(os.environ.get("RETRY_SECONDS", "2"))
LONGEST_WAIT = 60.0


def main() -> int:
    """Reads GITHUB_API_URL, GITHUB_REPOSITORY, GITHUB_TOKEN, PULL, KEY, REPORT."""
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
    repository, pull = os.environ["GITHUB_REPOSITORY"], os.environ["PULL"]
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", repository) or not re.fullmatch(r"[0-9]+", pull):
        print("GITHUB_REPOSITORY or PULL is not what it should be", file=sys.stderr)
        return 1
    key = re.sub(r"[^\w.-]", "-", os.environ.get("KEY", "default"))
    marker = f"<!-- codegraph:impact:{key} -->"
    try:
        text = Path(os.environ["REPORT"], "report.md").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        print("there is no report to comment with", file=sys.stderr)
        return 1
    body = f"{marker}\n{text}"[:LONGEST]
    comments = f"{api}/repos/{repository}/issues/{pull}/comments"
    for attempt in range(1, ATTEMPTS + 1):
        try:
            print(put(api, comments, f"{api}/repos/{repository}/issues/comments", marker, body))
            return 0
        except urllib.error.HTTPError as error:
            wait = patience(error, attempt)
            said = f"{error.code} {error.reason}"
            if wait is None and error.code in (401, 403, 404):
                said += "; it needs `pull-requests: write`"
        except OSError as error:
            wait, said = WAIT * attempt, f"the API cannot be reached: {error}"
        if wait is None or attempt == ATTEMPTS:
            print(f"the comment was refused: {said}", file=sys.stderr)
            return 1
        print(f"{said}; trying again in {wait:g} s", file=sys.stderr)
        time.sleep(wait)
    return 1


def put(api: str, comments: str, comment: str, marker: str, body: str) -> str:
    """Post the comment, or bring the one that is there up to date. Looks first, so it may be called again."""
    known = find(api, comments, marker)
    if known is not None and known["body"] == body:
        return "comment is up to date"
    if known is not None:
        try:
            call("PATCH", f"{comment}/{int(known['id'])}", {"body": body})
            return "comment updated"
        except urllib.error.HTTPError as error:
            if error.code != 404:  # deleted since it was listed
                raise
    call("POST", comments, {"body": body})
    return "commented"


def patience(error: urllib.error.HTTPError, attempt: int) -> float | None:
    """Seconds to wait before another try; None for an answer that will not change."""
    asked = error.headers.get("Retry-After", "")
    if error.code >= 500 or error.code == 429 or (error.code == 403 and asked):
        return min(float(asked) if asked.isdigit() else WAIT * attempt, LONGEST_WAIT)
    return None


def find(api: str, comments: str, marker: str) -> dict[str, Any] | None:
    """Our comment: it starts with the marker (others may quote it), and a bot or the token's owner wrote it."""
    by_people: list[dict[str, Any]] = []
    for page in range(1, 101):
        found = call("GET", f"{comments}?per_page=100&page={page}")
        for comment in found:
            if str(comment.get("body", "")).startswith(marker):
                if (comment.get("user") or {}).get("type") == "Bot":
                    return comment
                by_people.append(comment)
        if len(found) < 100:
            break
    if by_people:
        try:
            me = call("GET", f"{api}/user").get("login")
        except urllib.error.HTTPError:
            me = None  # a workflow's own token is nobody
        return next((c for c in by_people if me and (c.get("user") or {}).get("login") == me), None)
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
