#!/usr/bin/env bash
# The local stack, kept running, for a person with a browser and a security key. Run it with `make up`.
# VOUCH_PORT chooses the port; a free one is taken otherwise.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/stack.sh"

folder=$(mktemp -d "${TMPDIR:-/tmp}/vouch-up.XXXXXX")

finish() {
  local status=$?
  trap - EXIT INT TERM
  set +e
  VOUCH_HOME=$folder/vouch "$root/helper-client/bin/vouch" logout >/dev/null 2>&1 9>&-
  stop_stack
  rm -rf "$folder"
  echo "Stopped."
  exit "$status"
}
trap finish EXIT
trap 'exit 0' INT TERM

echo "Starting the local stack."
start_stack "$folder/stack" --port "${VOUCH_PORT:-0}"

mkdir -p -m 0700 "$folder/vouch" "$folder/docker"
{
  cat "$folder/stack/stack.env"
  printf 'VOUCH_HOME=%q\n' "$folder/vouch"
  printf 'DOCKER_CONFIG=%q\n' "$folder/docker"
  printf 'PATH=%q:%q:$PATH\n' "$root/helper-client/bin" "$root/build/tools"
} | sed 's/^/export /' >"$folder/env"
. "$folder/env"

vouch admin policy apply "$here/policy.yaml" 9>&-
link=$(vouch admin users invite you@example.com --group platform 9>&- |
  grep -o 'http://localhost[^ ]*/enroll#[A-Za-z0-9_-]*' | head -n 1)

cat <<TEXT

Vouch runs at $VOUCH_SERVER. Ctrl-C stops it and removes everything it wrote.

1. Open this link in a browser and touch your security key (a YubiKey, or a virtual key of the
   browser's developer tools):

     $link

2. In another terminal:

     . $folder/env
     vouch login --server $VOUCH_SERVER
     vouch setup docker --configure 123456789012.dkr.ecr.us-east-1.amazonaws.com
     crane pull 123456789012.dkr.ecr.us-east-1.amazonaws.com/team-a/app:1.0 app.tar
     vouch audit list

   The policy is functions/local/policy.yaml; \`vouch admin --help\` shows how to change it.
TEXT
wait "$stack_pid"
