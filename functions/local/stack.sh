# Starts and stops the local stack for demo.sh and up.sh. To be sourced.
#
# start_stack FOLDER [OPTION...]   starts it and waits until it is ready; its log is FOLDER/stack.log
# stop_stack                       stops it; also safe when it is not running
#
# The stack ends when its standard input does, so it cannot outlive this shell, however that ends.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
stack_pid=

start_stack() {
  # not "folder": a trap that runs in here would see this one
  local stack_folder=$1
  shift
  mkdir -p "$stack_folder"
  mkfifo -m 0600 "$stack_folder/alive"
  exec 9<>"$stack_folder/alive"
  "$JAVA_HOME/bin/java" -cp "$root/functions/local/stack/target/classes:$root/functions/local/stack/target/lib/*" \
    --enable-native-access=ALL-UNNAMED -Xshare:auto -XX:TieredStopAtLevel=1 \
    dev.vouch.local.Main --root "$root" --work "$stack_folder" --crane "$root/build/tools/crane" \
    --ready-file "$stack_folder/ready.json" "$@" <"$stack_folder/alive" >"$stack_folder/stack.log" 2>&1 9>&- &
  stack_pid=$!
  until [ -s "$stack_folder/ready.json" ]; do
    if ! kill -0 "$stack_pid" 2>/dev/null; then
      echo "The local stack did not start:" >&2
      tail -n 20 "$stack_folder/stack.log" >&2
      return 1
    fi
    sleep 0.2
  done
}

stop_stack() {
  exec 9>&-
  [ -n "$stack_pid" ] || return 0
  for _ in $(seq 50); do
    kill -0 "$stack_pid" 2>/dev/null || break
    sleep 0.1
  done
  kill -9 "$stack_pid" 2>/dev/null || true
  wait "$stack_pid" 2>/dev/null || true
  stack_pid=
}
