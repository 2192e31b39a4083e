# What maintainer scripts and an installer would have done to a root tree: users, login, sshd, and
# the links that Debian's alternatives make. Takes the kernel out, since QEMU loads it from outside.
#
# $1 the tree   $2 folder with init and the keys, gets the kernel   $3 its release   $4 sshd_config
set -eu
export LC_ALL=C
files=$2
release=$3
sshd_config=$4
cd "$1"

missing() { [ ! -e "$1" ] && [ ! -L "$1" ]; }

# Writes its input to a file. The package may have left a link that points out of the tree.
put() {
  mkdir -p "${1%/*}"
  rm -f "$1"
  cat >"$1"
}

mkdir -p usr/local/bin usr/local/sbin usr/local/lib proc sys tmp mnt

passwd=$(sed 's/\*/x/g' usr/share/base-passwd/passwd.master)
group=$(sed 's/\*/x/g' usr/share/base-passwd/group.master)
printf '%s\n' "$passwd" 'sshd:x:101:65534::/run/sshd:/usr/sbin/nologin' | put etc/passwd
printf '%s\n' "$group" | put etc/group
# '*' allows no password, and unlike '!' lets sshd accept a key.
printf '%s:*:19000:0:99999:7:::\n' root sshd | put etc/shadow
chmod 600 etc/shadow

echo riffle | put etc/hostname
echo 127.0.0.1 localhost riffle | put etc/hosts
put etc/resolv.conf </dev/null

if missing usr/bin/awk; then ln -s gawk usr/bin/awk; fi
if missing bin/sh; then ln -s dash bin/sh; fi
# Each only if the package that has it is in.
alternative() {
  if ! missing "$1" && missing "$2"; then ln -s "/$1" "$2"; fi
}
alternative usr/bin/gcc usr/bin/cc
alternative usr/bin/g++ usr/bin/c++
for library in usr/lib/*/blas/libblas.so.3 usr/lib/*/lapack/liblapack.so.3; do
  folder=${library%/*}
  alternative "$library" "${folder%/*}/${library##*/}"
done
# Java's programs lie in a folder of their own.
for program in usr/lib/jvm/*/bin/*; do
  alternative "$program" "usr/bin/${program##*/}"
done

# What pam-auth-update would have made, for sudo and su: whoever is in the guest may be here.
for kind in auth account password session; do
  echo "$kind required pam_permit.so" | put "etc/pam.d/common-$kind"
done
echo session required pam_permit.so | put etc/pam.d/common-session-noninteractive

install -D -m 755 "$files/init" usr/lib/riffle/init
mkdir -p root/.ssh
chmod 700 root root/.ssh
install -D -m 600 "$files/login_ed25519.pub" root/.ssh/authorized_keys
install -D -m 600 "$files/host_ed25519" etc/ssh/host_ed25519
printf '%s' "$sshd_config" | put etc/ssh/sshd_config

mv "boot/vmlinuz-$release" "$files/kernel"
rm -f "boot/System.map-$release" "boot/config-$release"
