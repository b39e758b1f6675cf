#!/usr/bin/env bash
# What the action runs: index, report in all forms, outputs. Everything from outside comes in through the environment.
set -euo pipefail

report="${RUNNER_TEMP:-/tmp}/codegraph-report"
mkdir -p "$report"
base="${BASE:-}"
[ -n "$base" ] || base="${EVENT_BASE:-}"
[ -n "$base" ] || base="${BEFORE:-}"
case "$base" in *[!0]*) ;; *) base="HEAD^" ;; esac

cd -- "${TREE:-.}"
codegraph index --quiet
fail=()
[ -z "${FAIL_ON:-}" ] || fail=(--fail-on "$FAIL_ON")
status=0
codegraph impact --no-refresh --base "$base" --format json --output "$report/report.json" "${fail[@]}" || status=$?
if [ "$status" -ne 0 ] && [ "$status" -ne 2 ]; then
  echo "exit=$status" >> "$GITHUB_OUTPUT"
  exit "$status"
fi
codegraph impact --no-refresh --base "$base" --format markdown --output "$report/report.md"
codegraph impact --no-refresh --base "$base" --format sarif --output "$report/codegraph.sarif"
if [ "${ANNOTATIONS:-true}" = true ]; then
  codegraph impact --no-refresh --base "$base" --format github
fi
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
