# Drives one step of another implementation of the flow through its Makefile, in a guest:
#   make-driver.sh DIRECTORY NAME ISA ROOT run|spawn|dump|shuffle|restore|complete|clean-up [VARIABLE=VALUE...]
# Says one line of JSON where the step has a result. Sentences for people go to stderr.
cd "$1" || exit 3
name=$2 isa=$3 root=$4 step=$5
shift 5
export HOME=/root USER=root LOGNAME=root

fail() {
  echo "$*" >&2
  exit 4
}

# Sets pid to the program's process and state to its letter; fails if there is none.
look() {
  pid=$(pidof -s "$name" "${name}_$isa") || return 1
  local stat
  read -r stat <"/proc/$pid/stat" || return 1
  stat=${stat##*) }
  state=${stat%% *}
  [ "$state" != Z ]
} 2>/dev/null

recipe() { make -s --no-print-directory "$@" TRANSPROC="$root"; }

# A recipe that may stay in the foreground; its exit status appears in riffle.TARGET.status.
behind() {
  rm -f "riffle.$1.status"
  (
    setsid make -s --no-print-directory "$@" TRANSPROC="$root" </dev/null >"riffle.$1.out" 2>"riffle.$1.err"
    echo $? >"riffle.$1.status"
  ) </dev/null >/dev/null 2>&1 &
}

# Who is held by a tracer for good does not run between two looks.
switches() { grep ctxt_switches "/proc/$pid/status" | tr -d '[:space:]'; } 2>/dev/null

# CRIU restores a process only if the files that it writes to have the size that they had; what the
# recipe's tools said into them since the dump is moved aside.
remember_sizes() {
  for file in riffle.spawn.out riffle.spawn.err; do
    stat -c %s "$file" >"$file.size"
  done
}

restore_sizes() {
  for file in riffle.spawn.out riffle.spawn.err; do
    if [ -s "$file.size" ]; then
      cp "$file" "$file.whole"
      truncate -s "$(cat "$file.size")" "$file"
    fi
  done
}

ended() { [ -s "riffle.$1.status" ]; }

told() {
  tail -n 20 "riffle.$1.err" "riffle.$1.out" >&2
  fail "make $1 ended with exit status $(cat "riffle.$1.status") and $2"
}

case $step in
  run)
    program=bin/${name}_$isa
    [ -x "$program" ] || program=${name}_$isa
    [ -x "$program" ] || fail "neither bin/${name}_$isa nor ${name}_$isa is a program in $PWD"
    "./$program" </dev/null >riffle.run.out 2>riffle.run.err
    status=$?
    if [ $status -gt 128 ]; then
      echo "{\"status\":null,\"signal\":$((status - 128))}"
    else
      echo "{\"status\":$status,\"signal\":null}"
    fi
    ;;
  spawn)
    look && fail "a process $pid of $name is there already"
    rm -f riffle.out riffle.restore.* riffle.*.size
    behind spawn "$@"
    # A tracer may hold it for good, or only for a moment between two steps of its own.
    # A recipe that has returned may have left the start to the background.
    seen= late=0
    for ((held = 0; held < 10; )); do
      if look; then
        late=0
        now=$(switches)
        case $state in
          T) break ;;
          t) [ "$now" = "$seen" ] && held=$((held + 1)) || held=0 ;;
          *) held=0 ;;
        esac
        seen=$now
      elif ended spawn; then
        [ "$(cat riffle.spawn.status)" = 0 ] && [ $((++late)) -lt 100 ] ||
          told spawn "no process of $name is there"
      fi
      sleep 0.1
    done
    for stream in 1 2; do
      file=$(readlink "/proc/$pid/fd/$stream")
      [ -f "$file" ] && echo "$file" >"riffle.stream.$stream" || echo >"riffle.stream.$stream"
    done
    echo "$pid" >riffle.pid
    tids=$(ls "/proc/$pid/task" | paste -sd,)
    echo "{\"pid\":$pid,\"tids\":[$tids],\"pc\":\"unknown\",\"symbol\":null,\"offset\":0,\"entries\":0}"
    ;;
  dump)
    remember_sizes
    recipe dump "$@" </dev/null || exit
    # Killed, but perhaps not yet reaped.
    for ((tries = 0; tries < 100; tries++)); do
      look || exit 0
      sleep 0.1
    done
    fail "make dump succeeded, but process $pid of $name is still there"
    ;;
  shuffle)
    recipe shuffle "$@" </dev/null
    ;;
  restore)
    # A spawn that stayed for it says its last words first.
    for ((tries = 0; tries < 100; tries++)); do
      ended spawn && break
      sleep 0.1
    done
    restore_sizes
    behind restore "$@"
    until look; do
      if ended restore; then
        look && break
        [ "$(cat riffle.restore.status)" = 0 ] || told restore "no process of $name is there"
        break
      fi
      sleep 0.1
    done
    ;;
  complete)
    while look; do
      [ "$state" = T ] && kill -CONT "$pid"
      ended restore && detached=yes
      sleep 0.2
    done
    for ((tries = 0; tries < 50; tries++)); do
      ended restore && break
      sleep 0.2
    done
    ended restore || fail "the process is gone, but make restore has not ended"
    file=$(cat riffle.stream.1)
    if [ -n "$file" ] && [ -f "$file" ]; then
      cp "$file" riffle.out
    else
      cat riffle.spawn.out riffle.restore.out >riffle.out
    fi
    [ -z "$detached" ] || echo "make restore had returned before the program's end, so its exit status is not known"
    echo "{\"status\":$(cat riffle.restore.status),\"signal\":null}"
    ;;
  clean-up)
    pkill -9 -x make
    pkill -9 -x "$name"
    pkill -9 -x "${name}_$isa"
    pkill -9 -x criu
    pkill -9 -x riffle-monitor
    exit 0
    ;;
esac
