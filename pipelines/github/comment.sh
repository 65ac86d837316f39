#!/usr/bin/env bash
# Writes each report as one comment of the pull request, in place of the comment that an earlier run wrote. A comment is
# found by the first line of the report, and only among those of a bot: people may quote it.
set -euo pipefail

comments="repos/$MDI_REPOSITORY/issues/$MDI_PULL_REQUEST/comments"

comment() {
  local report="$1" marker found
  marker="$(head -n 1 "$report")"
  if [[ ! "$marker" =~ ^'<!-- '[a-z-]+' -->'$ ]]; then
    echo "mdi-egress: $report does not begin with a marker, so it is no report of this action." >&2
    return 3
  fi
  # The marker holds letters and dashes alone, so that it can stand in the query.
  found="$(gh api --paginate "$comments?per_page=100" --jq ".[] | select(.user.type == \"Bot\" and (.body | startswith(\"$marker\"))) | .id")" || return 1
  found="${found%%$'\n'*}"
  if [[ -n "$found" ]]; then
    gh api --silent --method PATCH "repos/$MDI_REPOSITORY/issues/comments/$found" --field "body=@$report"
  else
    gh api --silent --method POST "$comments" --field "body=@$report"
  fi
}

if ! comment "$MDI_MARKDOWN" || { [[ -n "$MDI_DIFF_MARKDOWN" ]] && ! comment "$MDI_DIFF_MARKDOWN"; }; then
  echo "mdi-egress: the comment could not be written; give the job the permission pull-requests: write, or set comment to false." >&2
  exit 1
fi
