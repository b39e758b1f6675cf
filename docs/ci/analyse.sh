#!/usr/bin/env bash
# What the action runs: index, report in all forms, outputs. Everything from outside comes in through the environment.
set -euo pipefail

# A line of a workflow command: nothing in it ends the line or starts another command.
escaped() { local text="${1//'%'/%25}"; text="${text//$'\r'/%0D}"; printf '%s' "${text//$'\n'/%0A}"; }

report="${RUNNER_TEMP:-/tmp}/codegraph-report"
mkdir -p "$report"
cd -- "${TREE:-.}"

base="${BASE:-}"
[ -n "$base" ] || base="${EVENT_BASE:-}"
if [ -z "$base" ]; then
  # A push: what was there before, unless the branch is new or was written over.
  base="${BEFORE:-}"
  case "$base" in *[!0]*) git cat-file -e "$base^{commit}" 2> /dev/null || base="" ;; *) base="" ;; esac
  if [ -z "$base" ]; then
    base="HEAD^"
    if ! git rev-parse --quiet --verify "HEAD^{commit}^" > /dev/null && \
      [ "$(git rev-parse --is-shallow-repository)" = false ]; then
      echo "::notice title=codegraph::the first commit has nothing to be compared with"
      exit 0
    fi
  fi
fi

codegraph index --quiet --root .
options=(--root . --no-refresh --base "$base")
options+=(--also "markdown=$report/report.md" --also "sarif=$report/codegraph.sarif" --also "json=$report/report.json")
[ -z "${FAIL_ON:-}" ] || options+=(--fail-on "$FAIL_ON")
status=0
codegraph impact "${options[@]}" --format github --output "$report/annotations" 2> "$report/errors" || status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 2 ]; then
  echo "::error title=codegraph::$(escaped "$(cat "$report/errors")")"
  echo "exit=$status" >> "$GITHUB_OUTPUT"
  exit "$status"
fi
cat "$report/errors" >&2
[ "${ANNOTATIONS:-true}" != true ] || cat "$report/annotations"
cat "$report/report.md" >> "$GITHUB_STEP_SUMMARY"
python3 -I - "$report/report.json" >> "$GITHUB_OUTPUT" <<'PYTHON'
import json, sys
risk = json.load(open(sys.argv[1], encoding="utf-8"))["risk"]
print(f"risk={risk['level']}\nscore={risk['score']}")
PYTHON
{
  echo "report=$report"
  echo "sarif=$report/codegraph.sarif"
  echo "exit=$status"
} >> "$GITHUB_OUTPUT"
