#!/usr/bin/env bash
# The main job, from key enrolment to a pulled image, against the local stack. Run it with `make demo`.
#
# It uses free ports and a folder of its own, so that several may run at once, and leaves nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/stack.sh"

registry=123456789012.dkr.ecr.us-east-1.amazonaws.com
preview=210987654321.dkr.ecr.us-east-1.amazonaws.com
folder=$(mktemp -d "${TMPDIR:-/tmp}/vouch-demo.XXXXXX")
# before anything can end this early: what finish does must never reach the person's own home
export HOME=$folder/home VOUCH_HOME=$folder/home/vouch
finished=no

finish() {
  local status=$?
  trap - EXIT INT TERM
  set +e
  "$root/helper-client/bin/vouch" logout >/dev/null 2>&1 9>&-
  stop_stack
  if [ "$status" -ne 0 ] && [ "$finished" = no ]; then
    printf '\nThe demo stopped early (exit status %s).\n' "$status"
  fi
  rm -rf "$folder"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

bold='' dim='' plain=''
if [ -t 1 ]; then bold=$'\e[1m' dim=$'\e[2m' plain=$'\e[0m'; fi
step_number=0

# step TITLE EXPLANATION
step() {
  step_number=$((step_number + 1))
  printf '\n%s%d. %s%s\n' "$bold" "$step_number" "$1" "$plain"
  printf '%s\n' "$2" | fold -s -w 100 | sed "s/.*/   $dim&$plain/"
}

# run COMMAND...: shows a command and what it prints
run() {
  printf '   $ %s\n' "$(shown "$@")"
  "$@" 2>&1 9>&- </dev/null | sed 's/^/     /'
}

# refused COMMAND...: the same for a command that has to fail
refused() {
  if run "$@"; then
    echo "   This should have been refused." >&2
    exit 1
  fi
  printf '   %s(exit status not 0, as it should be)%s\n' "$dim" "$plain"
}

shown() {
  local text="$*"
  text=${text//"$folder"\//}
  text=${text//"$here"\//}
  printf '%s' "$text"
}

get() { printf '%s' "$1" | docker-credential-vouch get 9>&-; }

printf '%sVouch: one touch of a security key, then a day of short-lived registry credentials.%s\n' "$bold" "$plain"
echo "Starting the local stack: the deployable functions, DynamoDB Local, an emulated AWS, a real registry."
start_stack "$folder/stack"

# The stack says where it is and which administrator's AWS profile it knows.
set -a
. "$folder/stack/stack.env"
DOCKER_CONFIG=$folder/home/docker
XDG_RUNTIME_DIR=$folder/home/run
VOUCH_SECURITY_KEY_DIR=$folder/stack/security-key
BROWSER=$here/browser
PATH=$root/helper-client/bin:$root/build/tools:$PATH
set +a
mkdir -p -m 0700 "$HOME" "$DOCKER_CONFIG" "$XDG_RUNTIME_DIR"
echo "It answers at $VOUCH_SERVER."

cp "$here/policy.yaml" "$folder/policy.yaml"

step "The administrator writes the policy" \
  "A reviewed file says who may pull and push what, and for how long. Nothing is allowed that no grant allows. The administrator's authority is an AWS identity; every call is signed with it."
sed -e '/^#/d' -e 's/^/     /' "$folder/policy.yaml"
run vouch admin policy apply "$folder/policy.yaml"

step "The administrator invites Ada" \
  "The link works once. Its secret is behind the #, which browsers do not send and servers do not log."
run vouch admin users invite ada@example.com --group platform | tee "$folder/invitation"
link=$(grep -o 'http://localhost[^ ]*/enroll#[A-Za-z0-9_-]*' "$folder/invitation" | head -n 1)

step "Ada enrols her security key" \
  "A software key stands in for a hardware one, and for the browser that she would hold it to. The server checks the ceremony, the attestation up to a pinned root, the key's model, and that the key cannot be copied."
run "$BROWSER" "$link"

step "Ada logs in: the one touch of the day" \
  "The terminal and the page show the same short code, made from a key that exists only in the agent's memory. The security key signs a statement that names this login and that key."
run vouch login
run vouch status

step "Docker learns to ask Vouch" \
  "One line in Docker's configuration. Other registries are not touched."
run vouch setup docker --configure "$registry"
run vouch setup docker --configure "$preview"
run cat "$DOCKER_CONFIG/config.json"

step "An unmodified client pulls an image" \
  "crane asks docker-credential-vouch, the agent asks the server, the server decides, records, and mints a credential at AWS that can pull team-a/** for an hour and nothing else."
run crane pull "$registry/team-a/app:1.0" "$folder/app.tar"
run tar -tf "$folder/app.tar"

step "A push is refused, and the reason has a name" \
  "The grant allows pulling only. The registry refuses; vouch why says which rule it was and whom to ask."
refused crane push "$folder/app.tar" "$registry/team-a/app:2.0"
refused vouch why "$registry/team-a/app" --push
refused vouch why "$registry/team-a/secret/keys"

step "Less, for this machine" \
  "A client tells a helper the host and nothing else, so a credential is good for all that is allowed there. vouch scope narrows it, from the next pull on."
run vouch scope set "$registry" team-a/other --actions pull
refused crane digest "$registry/team-a/app:1.0"
run vouch scope clear "$registry"
run crane digest "$registry/team-a/app:1.0"

step "A credential ends with its time, and nobody notices" \
  "On this registry the policy allows 12 seconds. A credential that was copied away stops working then; the helper has already fetched the next one."
run crane pull "$preview/team-a/app:1.0" "$folder/preview.tar"
stolen=$(get "$preview" | sed -n 's/.*"Secret":"\([^"]*\)".*/\1/p')
mkdir -p "$folder/thief"
printf '{"auths":{"%s":{"auth":"%s"}}}' "$preview" "$(printf 'AWS:%s' "$stolen" | base64 | tr -d '\n')" >"$folder/thief/config.json"
run env DOCKER_CONFIG="$folder/thief" crane digest "$preview/team-a/app:1.0"
echo "   (13 seconds later)"
sleep 13
refused env DOCKER_CONFIG="$folder/thief" crane digest "$preview/team-a/app:1.0"
run crane digest "$preview/team-a/app:1.0"

step "Every decision is on record" \
  "Who got what, with which key, under which rule. The records form hash chains, and each credential goes back to a touch: verify checks the key's signature itself."
run vouch audit list
run vouch audit verify

step "The administrator cuts Ada off" \
  "From this second the server vends nothing to her. What is out ends with its own short time: 12 seconds on this registry."
run vouch admin users disable ada@example.com
echo "   (13 seconds later)"
sleep 13
printf '   $ echo %s | docker-credential-vouch get\n' "$preview"
if get "$preview" 2>&1 | sed 's/^/     /'; then
  echo "   This should have been refused." >&2
  exit 1
fi

finished=yes
printf '\n%sThat is the main job.%s Next:\n' "$bold" "$plain"
cat <<'TEXT'
  make up      the same stack, kept running, for your own security key and browser
  make test    the rules behind each step
  README.md    what Vouch is, how to deploy it, what it refuses to do
TEXT
