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
export HOME=$folder/home VOUCH_HOME=$folder/home/vouch

finish() {
  local status=$?
  trap - EXIT INT TERM
  set +e
  [ -z "$(jobs -p)" ] || kill $(jobs -p) 2>/dev/null
  stop_stack
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo "Starting the local stack."
start_stack "$folder/stack"
set -a
. "$folder/stack/stack.env"
VOUCH_SECURITY_KEY_DIR=$folder/stack/security-key
BROWSER=$here/browser
PYTHONDONTWRITEBYTECODE=1
set +a
mkdir -p -m 0700 "$HOME"
"$root/helper-client/bin/vouch" admin policy apply "$here/policy.yaml" 9>&-

# Two processes share the operations. Some operations have no parameters and so one case only; the others, more
# than twenty, make up for them.
each=$((wanted / 20))
echo "At least $wanted cases, up to $each for each operation, against $VOUCH_SERVER."

# send NAME OPTION...: schemathesis on some of the operations
send() {
  local name=$1
  shift
  cd "$folder"
  PYTHONPATH=$here/contract SCHEMATHESIS_HOOKS=hooks VOUCH_CONTRACT_CALLS=$folder/$name.calls \
    "$python/schemathesis" --config-file "$here/contract/schemathesis.toml" run "$root/infra/openapi.yaml" \
    --url "$VOUCH_SERVER" --max-examples "$each" "$@" >"$folder/$name.log" 2>&1 9>&-
}

first='^/(admin|audit|assets|enroll)'
send first --include-path-regex "$first" &
second_status=0
send second --exclude-path-regex "$first" || second_status=$?
first_status=0
wait $! || first_status=$?

sed -n '/ FAILURES \| ERRORS /,$p' "$folder/first.log" "$folder/second.log"
calls=$(($(cat "$folder/first.calls") + $(cat "$folder/second.calls")))
echo "$calls requests were sent."
if [ "$first_status" -ne 0 ] || [ "$second_status" -ne 0 ]; then
  echo "An answer was not as described." >&2
  exit 1
fi
if [ "$calls" -lt "$wanted" ]; then
  echo "These are fewer than $wanted." >&2
  exit 1
fi
