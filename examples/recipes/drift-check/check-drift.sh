#!/bin/sh
# Lists the changes made outside Terraform since the last apply. Changes nothing.
#
# Exit status: 0 no drift, 2 drift, 3 no drift but a check block failed,
# 1 the comparison itself failed. Requires jq. For OpenTofu, set TERRAFORM=tofu.
set -u
terraform=${TERRAFORM:-terraform}
trap 'rm -f drift.tfplan drift.json' EXIT # both contain the state

"$terraform" plan -refresh-only -no-color -input=false -lock=false -out=drift.tfplan >&2 || exit 1
"$terraform" show -json drift.tfplan >drift.json || exit 1

drift=$(jq -r '
  .resource_drift[]? | .address as $address | .change as $change
  | if $change.actions == ["delete"] then "\($address) was deleted"
    else $change.before | keys[] | select($change.before[.] != $change.after[.])
      | "\($address).\(.) was \($change.before[.]), is \($change.after[.])"
    end' drift.json) || exit 1

failed=$(jq -r '
  .checks[]? | .address.to_display as $check
  | .instances[]?.problems[]? | "\($check) failed: \(.message)"' drift.json) || exit 1

echo "${drift:-No drift.}"
if [ -n "$failed" ]; then echo "$failed"; fi

if [ -n "$drift" ]; then exit 2; fi
if [ -n "$failed" ]; then exit 3; fi
