# Drives one step of another implementation of the flow through its Makefile, in a guest:
#   make-driver.sh DIRECTORY NAME ISA ROOT STEP [VARIABLE=VALUE...]
# Steps of programs are run, spawn, dump, shuffle, transform, restore, attach and complete,
# restore-held for what is to be stopped again soon, seize OPTIONS to do so by the monitor of Riffle's; a server's are
# original (says where it lies as it was built), dump, shuffle, restore and wake. offers TARGET asks whether
# there is such a target and all that it needs, has TARGET only the first, said says what make restore said,
# reset makes the folder what it was at the first reset,
# pack FILE and unpack FILE are for the way to another guest, and clean-up ends what is left.
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
  read_state
} 2>/dev/null

read_state() {
  local stat
  read -r stat <"/proc/$pid/stat" || return 1
  stat=${stat##*) }
  state=${stat%% *}
  [ "$state" != Z ]
} 2>/dev/null

# The same for one that was seen before: without other processes, which would take its time.
look_again() { { [ -n "$pid" ] && read_state; } || look; }

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
    [ ! -e "$file" ] || stat -c %s "$file" >"$file.size"
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

# Waits for the recipe of a target that was begun, but not for ever.
await_end() {
  [ -e "riffle.$1.out" ] || return 0
  for ((tries = 0; tries < 100; tries++)); do
    ended "$1" && break
    sleep 0.1
  done
}

told() {
  tail -n 20 "riffle.$1.err" "riffle.$1.out" >&2
  fail "make $1 ended with exit status $(cat "riffle.$1.status") and $2"
}

# Waits until the program stands, which the recipe of a target is to bring about. An empty line and the end if
# a program that was there has ended.
await_standing() {
  # A tracer may hold it for good, or only for a moment between two steps of its own.
  # A recipe that has returned may have left the start to the background.
  local seen= late=0 held now
  for ((held = 0; held < 10; )); do
    if look_again; then
      late=0
      case $state in
        T | t)
          now=$state$(switches)
          [ "$now" = "$seen" ] && held=$((held + 1)) || held=0
          seen=$now
          # Who was stopped by a signal waits for the next one, perhaps from a tracer that is about to begin.
          [ "$state" = t ] || [ $held -lt 5 ] || break
          ;;
        *) held=0 seen= ;;
      esac
    elif [ "$1" = attach ]; then
      echo
      exit 0
    elif ended "$1"; then
      [ "$(cat "riffle.$1.status")" = 0 ] && [ $((++late)) -lt 100 ] ||
        told "$1" "no process of $name is there"
    fi
    if [ "$1" = attach ] && ended "$1" && [ "$(cat "riffle.$1.status")" != 0 ]; then
      told "$1" "the process goes on"
    fi
    sleep 0.1
  done
}

tell_stop() {
  local tids
  tids=$(ls "/proc/$pid/task" | paste -sd,)
  echo "{\"pid\":$pid,\"tids\":[$tids],\"pc\":\"unknown\",\"symbol\":null,\"offset\":0,\"entries\":0}"
}

untraced() {
  local key value
  while read -r key value; do
    [ "$key" != TracerPid: ] || break
  done <"/proc/$pid/status"
  [ "$key $value" = "TracerPid: 0" ]
} 2>/dev/null

# Stops the restored program as soon as it goes on, unless its recipe leaves it standing.
hold() {
  local free=0 tries
  for ((tries = 0; tries < 200; tries++)); do
    look_again || return 0
    if [ "$state" = T ]; then
      free=0
      ended restore && return
    elif untraced; then
      # A first look may come before whoever restores it has begun to trace it.
      [ $((++free)) -lt 2 ] || {
        # It may have ended since that look, which is no failure of the restore.
        kill -STOP "$pid" 2>/dev/null
        return 0
      }
    else
      free=0
    fi
    sleep 0.05
  done
}

# Waits until nobody restores the program any more. An empty line and the end if it has ended.
await_restored() {
  local tries
  for ((tries = 0; tries < 50; tries++)); do
    look || {
      echo
      exit 0
    }
    if untraced; then
      # The tracer lets go at the very end, but a first look may come before it has begun.
      [ "${free:-}" = yes ] && break
      free=yes
    else
      free=
    fi
    sleep 0.1
  done
}

# Sets program to the one of this ISA as it was built; fails if there is none by its usual names.
find_program() {
  for program in "bin/${name}_$isa" "${name}_$isa"; do
    [ ! -x "$program" ] || return 0
  done
  return 1
}

case $step in
  offers)
    make -n "$1" TRANSPROC="$root" </dev/null >/dev/null 2>&1
    ;;
  has)
    ! LC_ALL=C make -n "$1" TRANSPROC="$root" </dev/null 2>&1 | grep -q "No rule to make target '$1'\."
    ;;
  reset)
    kept=/var/lib/riffle/kept$PWD
    if [ -d "$kept" ]; then
      find . -mindepth 1 -delete && cp -a "$kept/." .
    elif [ "$(du -sm . | cut -f 1)" -le 64 ]; then
      mkdir -p "${kept%/*}" && rm -rf "$kept.new" && cp -a . "$kept.new" && mv "$kept.new" "$kept"
    fi
    ;;
  original)
    rm -f riffle.earlier.out riffle.restore.*
    if ! find_program; then
      # Only the one that is run: a shuffle will change it.
      program=riffle.$name.built
      [ -x "$program" ] || cp -p "$name" "$program" 2>/dev/null ||
        fail "neither bin/${name}_$isa nor ${name}_$isa nor $name is a program in $PWD"
    fi
    echo "$PWD/$program"
    ;;
  wake)
    if look; then
      [ "$state" != T ] || kill -CONT "$pid"
    elif ended restore; then
      exit 1
    fi
    ;;
  said)
    tail -n 20 riffle.restore.err riffle.restore.out
    ;;
  run)
    find_program || fail "neither bin/${name}_$isa nor ${name}_$isa is a program in $PWD"
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
    rm -f riffle.out riffle.earlier.out riffle.restore.* riffle.*.size
    behind spawn "$@"
    await_standing spawn
    for stream in 1 2; do
      file=$(readlink "/proc/$pid/fd/$stream")
      [ -f "$file" ] && echo "$file" >"riffle.stream.$stream" || echo >"riffle.stream.$stream"
    done
    tell_stop
    ;;
  attach)
    await_restored
    kill -CONT "$pid"
    behind attach "$@"
    await_standing attach
    tell_stop
    ;;
  seize)
    await_restored
    /usr/local/bin/riffle-monitor attach $1 "$pid" >riffle.seize.out 2>riffle.seize.err
    status=$?
    case $status in
      0) tail -n 1 riffle.seize.out ;;
      3) echo ;;
      4 | 5) look && echo "not offered: $(tail -n 1 riffle.seize.err)" || echo ;;
      *) cat riffle.seize.err >&2; exit $status ;;
    esac
    ;;
  dump)
    remember_sizes
    recipe dump "$@" </dev/null || exit
    # Killed, but perhaps not yet reaped.
    for ((tries = 0; tries < 100; tries++)); do
      # A restore that stayed for it says its last words first.
      look || { await_end restore && exit 0; }
      sleep 0.1
    done
    fail "make dump succeeded, but process $pid of $name is still there"
    ;;
  shuffle)
    recipe shuffle "$@" </dev/null
    ;;
  transform)
    # A spawn that stayed for the dump says its last words first: they must not be missing elsewhere.
    await_end spawn
    recipe transform "$@" </dev/null
    ;;
  pack)
    tar -cf "$1" .
    ;;
  unpack)
    find . -mindepth 1 -delete && tar -xf "$1"
    ;;
  restore | restore-held)
    # A spawn that stayed for it says its last words first.
    await_end spawn
    restore_sizes
    [ ! -e riffle.restore.out ] || cat riffle.restore.out >>riffle.earlier.out
    behind restore "$@"
    until look; do
      if ended restore; then
        look && break
        [ "$(cat riffle.restore.status)" = 0 ] || told restore "no process of $name is there"
        break
      fi
      sleep 0.1
    done
    # It would be done before anybody could stop it again.
    [ "$step" = restore ] || hold
    ;;
  complete)
    while look_again; do
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
      cat riffle.spawn.out riffle.earlier.out riffle.restore.out >riffle.out 2>/dev/null
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
