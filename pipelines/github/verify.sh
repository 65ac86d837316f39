#!/usr/bin/env bash
# Proves the inputs and writes the reports. Fails when nothing could be proven; a verdict is an output, and a later step
# of the action lets it decide.
set -euo pipefail

reports="$RUNNER_TEMP/mdi-egress"
rm -rf "$reports" # of an earlier use in the same job
mkdir -p "$reports"

mdi_egress() {
  local bundled="$GITHUB_ACTION_PATH/dist-cli/mdi-egress.js"
  if [[ -f "$bundled" ]]; then
    node "$bundled" "$@"
  else
    npx --yes --package "cdktf-mdi-egress@$MDI_VERSION" -- mdi-egress "$@"
  fi
}

inputs=()
while IFS= read -r line || [[ -n "$line" ]]; do
  line="${line#"${line%%[![:space:]]*}"}"
  line="${line%"${line##*[![:space:]]}"}"
  if [[ -n "$line" ]]; then inputs+=("$line"); fi
done <<<"$MDI_INPUT"
if [[ ${#inputs[@]} -eq 0 ]]; then
  echo "mdi-egress: the input of the action names nothing; write one file, folder or pattern on each line." >&2
  exit 3
fi
if [[ -n "$MDI_BEFORE" && ${#inputs[@]} -ne 1 ]]; then
  echo "mdi-egress: before is compared with one input, and ${#inputs[@]} are given; leave one of them." >&2
  exit 3
fi

options=("--workspace=$MDI_WORKSPACE" "--cloud=$MDI_CLOUD" "--sensor-version=$MDI_SENSOR_VERSION")
if [[ -n "$MDI_SENSORS" ]]; then options+=("--sensors=$MDI_SENSORS"); fi
if [[ -n "$MDI_SERVICE_TAGS" ]]; then options+=("--service-tags=$MDI_SERVICE_TAGS"); fi
if [[ -n "$MDI_PKI_PROXY" ]]; then options+=("--pki-proxy=$MDI_PKI_PROXY"); fi
if [[ "$MDI_STRICT" == true ]]; then options+=(--strict); fi
proof=("${options[@]}")
if [[ "$MDI_LEAST_PRIVILEGE" == true ]]; then proof+=(--least-privilege); fi
if [[ -n "$MDI_ACKNOWLEDGE" ]]; then proof+=("--acknowledge=$MDI_ACKNOWLEDGE"); fi

code=0
mdi_egress verify "${proof[@]}" --format=markdown --output="$reports/report.md" -- "${inputs[@]}" || code=$?
if ((code > 2)); then exit "$code"; fi
cat "$reports/report.md" >>"$GITHUB_STEP_SUMMARY"

for format in sarif html; do
  again=0
  mdi_egress verify "${proof[@]}" --format="$format" --output="$reports/report.$format" -- "${inputs[@]}" >"$reports/log" || again=$?
  if ((again != code)); then
    echo "mdi-egress: the $format report ended with exit code $again, the first one with $code; the inputs must not change meanwhile." >&2
    exit 3
  fi
done

{
  echo "exit-code=$code"
  echo "markdown=$reports/report.md"
  echo "sarif=$reports/report.sarif"
  echo "html=$reports/report.html"
} >>"$GITHUB_OUTPUT"

if [[ -n "$MDI_BEFORE" ]]; then
  changed=0
  mdi_egress diff "${options[@]}" --format=markdown --output="$reports/diff.md" -- "$MDI_BEFORE" "${inputs[0]}" || changed=$?
  if ((changed > 2)); then exit "$changed"; fi
  cat "$reports/diff.md" >>"$GITHUB_STEP_SUMMARY"
  echo "diff-markdown=$reports/diff.md" >>"$GITHUB_OUTPUT"
fi
