#!/usr/bin/env bash
# Has Terraform validate every synthesized stack below a folder, with the real provider; goes on after a failure and fails at the end.
#
#   bash scripts/terraform-validate.sh FOLDER
set -euo pipefail

folder=${1:?name the folder with the synthesized stacks}
[ -z "${TF_PLUGIN_CACHE_DIR:-}" ] || mkdir -p "$TF_PLUGIN_CACHE_DIR"

count=0
failed=()
while IFS= read -r file; do
  stack=$(dirname "$file")
  count=$((count + 1))
  echo "== $stack"
  terraform -chdir="$stack" init -backend=false -input=false -no-color > "$stack/init.log" || { cat "$stack/init.log"; failed+=("$stack"); continue; }
  terraform -chdir="$stack" validate -no-color || failed+=("$stack")
done < <(find "$folder" -name cdk.tf.json | sort)

[ "$count" -gt 0 ] || { echo "There is no cdk.tf.json below $folder."; exit 3; }
echo "$((count - ${#failed[@]})) of $count stacks are valid"
[ "${#failed[@]}" -eq 0 ] || { printf 'not valid: %s\n' "${failed[@]}"; exit 1; }
