#!/usr/bin/env bash
# Sends made-up requests to the local stack and holds every answer against infra/openapi.yaml: no 5xx, and nothing
# that is not described. Run it with `make contract`.
#
# VOUCH_CONTRACT_CASES: how many requests at least, 20,000 by default.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/stack.sh"

wanted=${VOUCH_CONTRACT_CASES:-20000}
python=$root/build/python/bin
folder=$(mktemp -d "${TMPDIR:-/tmp}/vouch-contract.XXXXXX")

finish() {
  local status=$?
  trap - EXIT INT TERM
  set +e
  [ -z "$(jobs -p)" ] || kill $(jobs -p) 2>/dev/null
  wait
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Five operations take no parameters, so they have a few cases only; the others, 26, make up for them.
each=$((wanted / 26 + 1))

# send NAME OPTION...: schemathesis on some of the operations, against a stack of their own
send() (
  name=$1
  shift
  trap 'trap - EXIT; kill $(jobs -p) 2>/dev/null; stop_stack' EXIT
  trap 'exit 143' TERM
  export HOME=$folder/$name/home VOUCH_HOME=$folder/$name/home/vouch
  mkdir -p "$HOME"
  chmod 0700 "$HOME"
  start_stack "$folder/$name/stack"
  set -a
  . "$folder/$name/stack/stack.env"
  VOUCH_SECURITY_KEY_DIR=$folder/$name/stack/security-key
  BROWSER=$here/browser
  PYTHONPATH=$here/contract
  PYTHONDONTWRITEBYTECODE=1
  SCHEMATHESIS_HOOKS=hooks
  VOUCH_CONTRACT_SIDE=$name
  VOUCH_CONTRACT_CALLS=$folder/$name.calls
  set +a
  exec 8>&9 9>&- # the stack lives as long as this shell, not as long as what it starts
  "$root/helper-client/bin/vouch" admin policy apply "$here/policy.yaml" >/dev/null 8>&-
  cd "$folder/$name"
  "$python/schemathesis" --config-file "$here/contract/schemathesis.toml" run "$root/infra/openapi.yaml" \
    --url "$VOUCH_SERVER" --max-examples "$each" "$@" >"$folder/$name.log" 8>&- &
  wait $!
)

# Who administers revokes sessions and keys of whomever the answers name. The users' side has to keep its own.
echo "At least $wanted requests, up to $each for each operation, to two local stacks."
administered='^/(admin|audit)'
send users --exclude-path-regex "$administered" &
users=$!
send administrators --include-path-regex "$administered" &
administrators=$!
users_status=0 administrators_status=0
wait "$users" || users_status=$?
wait "$administrators" || administrators_status=$?

if [ "$users_status" -ne 0 ] || [ "$administrators_status" -ne 0 ]; then
  sed -n '/ FAILURES \| ERRORS /,$p' "$folder/users.log" "$folder/administrators.log"
  echo "An answer was not as described, or a side did not get to its end." >&2
  exit 1
fi
calls=$(($(cat "$folder/users.calls") + $(cat "$folder/administrators.calls")))
echo "$calls requests were sent, and every answer was as described."
if [ "$calls" -lt "$wanted" ]; then
  echo "These are fewer than $wanted." >&2
  exit 1
fi
