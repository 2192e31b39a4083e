/*
 * PID 1 of a guest, in both of its lives.
 *
 * In the initramfs ("early") it loads the kernel modules listed in /modules, mounts the root disk
 * and becomes the init of that root ("late"). There it mounts what a Linux program expects,
 * configures the network, starts sshd, says READY on the console once sshd answers, and from then
 * on reaps: a restored process needs its old pid to be free.
 *
 * Run as "init resumed SECONDS NANOSECONDS SEED" in a guest that went on from a snapshot, it sets
 * the clock and feeds the kernel the random bytes of SEED (hexadecimal): both are the snapshot's.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <linux/reboot.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The harness waits for these words on the console. */
#define READY "riffle: guest ready"
#define FAILED "riffle: guest failed"
#define LATE_INIT "/usr/lib/riffle/init"

/* QEMU's user-mode network always gives the first guest these addresses. */
#define GUEST_ADDRESS "10.0.2.15"
#define GUEST_NETMASK "255.255.255.0"
#define GATEWAY_ADDRESS "10.0.2.2"

/* Bytes; enough for any test program, and no full disk by a large one. */
#define LARGEST_CORE (256L << 20)

static void say(const char *what, const char *detail) {
  dprintf(STDOUT_FILENO, "%s%s%s\n", what, detail ? ": " : "", detail ? detail : "");
}

static void sleep_ms(long milliseconds) {
  struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  nanosleep(&pause, NULL);
}

/* Ends the guest: PID 1 that merely returned would be a kernel panic without a reason. */
static _Noreturn void fail(const char *step) {
  char detail[256];
  snprintf(detail, sizeof detail, "%s: %s", step, strerror(errno));
  say(FAILED, detail);
  sync();
  sleep_ms(100); /* Lets the serial port drain. */
  reboot(LINUX_REBOOT_CMD_POWER_OFF);
  for (;;) pause();
}

static void mount_or_fail(const char *source, const char *target, const char *type,
                          unsigned long flags, const char *data) {
  mkdir(target, 0755);
  if (mount(source, target, type, flags, data) != 0 && errno != EBUSY) fail(target);
}

static void load_module(const char *path) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) fail(path);
  /* EEXIST: built in or loaded already. */
  if (syscall(SYS_finit_module, fd, "", 0) != 0 && errno != EEXIST) fail(path);
  close(fd);
}

static void load_modules(const char *list) {
  FILE *file = fopen(list, "r");
  if (!file) fail(list);
  char line[256];
  while (fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0]) load_module(line);
  }
  fclose(file);
}

static void wait_for_file(const char *path) {
  for (int waited = 0; access(path, F_OK) != 0; waited += 5) {
    if (waited > 60000) fail(path);
    sleep_ms(5);
  }
}

static void early(void) {
  mount_or_fail("dev", "/dev", "devtmpfs", 0, NULL);
  load_modules("/modules");
  wait_for_file("/dev/vda");
  mount_or_fail("/dev/vda", "/newroot", "ext4", MS_NOATIME, NULL);
  if (chdir("/newroot") != 0) fail("chdir");
  if (mount("/dev", "dev", NULL, MS_MOVE, NULL) != 0) fail("move /dev");
  if (mount(".", "/", NULL, MS_MOVE, NULL) != 0) fail("move /");
  if (chroot(".") != 0 || chdir("/") != 0) fail("chroot");
  execl(LATE_INIT, LATE_INIT, "late", (char *)NULL);
  fail(LATE_INIT);
}

static struct sockaddr address_of(const char *text) {
  struct sockaddr_in in = {.sin_family = AF_INET};
  inet_pton(AF_INET, text, &in.sin_addr);
  struct sockaddr address;
  memcpy(&address, &in, sizeof address);
  return address;
}

static void interface_up(int socket_fd, const char *name, const char *address, const char *netmask) {
  struct ifreq request = {0};
  snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
  if (address) {
    request.ifr_addr = address_of(address);
    if (ioctl(socket_fd, SIOCSIFADDR, &request) != 0) fail(name);
    request.ifr_netmask = address_of(netmask);
    if (ioctl(socket_fd, SIOCSIFNETMASK, &request) != 0) fail(name);
  }
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(socket_fd, SIOCSIFFLAGS, &request) != 0) fail(name);
}

static void configure_network(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) fail("socket");
  interface_up(fd, "lo", NULL, NULL);
  interface_up(fd, "eth0", GUEST_ADDRESS, GUEST_NETMASK);
  struct rtentry route = {
      .rt_dst = address_of("0.0.0.0"),
      .rt_genmask = address_of("0.0.0.0"),
      .rt_gateway = address_of(GATEWAY_ADDRESS),
      .rt_flags = RTF_UP | RTF_GATEWAY,
  };
  if (ioctl(fd, SIOCADDRT, &route) != 0) fail("default route");
  close(fd);
}

/* A program that crashes leaves its core in its working directory, for whoever looks after it. */
static void allow_cores(void) {
  struct rlimit limit = {LARGEST_CORE, RLIM_INFINITY};
  if (setrlimit(RLIMIT_CORE, &limit) != 0) fail("core limit");
}

static void start_sshd(void) {
  if (fork() != 0) return;
  setsid();
  int log = open("/var/log/sshd.log", O_WRONLY | O_CREAT | O_APPEND, 0644);
  int null = open("/dev/null", O_RDONLY);
  dup2(null, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  /* -r: each connection is served by a fork, instead of by sshd started anew. */
  execl("/usr/sbin/sshd", "/usr/sbin/sshd", "-D", "-e", "-r", (char *)NULL);
  _exit(127);
}

static int answers(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int answered = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
  close(fd);
  return answered;
}

static void reap(void) {
  for (;;) {
    if (waitpid(-1, NULL, 0) < 0 && errno == ECHILD) sleep_ms(50);
  }
}

static void late(void) {
  mount_or_fail("proc", "/proc", "proc", 0, NULL);
  mount_or_fail("sys", "/sys", "sysfs", 0, NULL);
  mount_or_fail("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL);
  mount_or_fail("devpts", "/dev/pts", "devpts", 0, "gid=5,mode=620,ptmxmode=666");
  mount_or_fail("run", "/run", "tmpfs", 0, "mode=755");
  mount_or_fail("tmp", "/tmp", "tmpfs", 0, "mode=1777");
  mount_or_fail("shm", "/dev/shm", "tmpfs", 0, "mode=1777");
  mkdir("/run/sshd", 0755);
  symlink("/proc/self/fd", "/dev/fd");
  setenv("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", 1);
  setenv("HOME", "/root", 1);
  sethostname("riffle", 6);
  configure_network();
  allow_cores();
  start_sshd();
  for (int waited = 0; !answers(22); waited += 10) {
    if (waited > 60000) fail("sshd");
    sleep_ms(10);
  }
  say(READY, NULL);
  reap();
}

/* Sets what a snapshot cannot know; random(4) has the requests. */
static int resumed(const char *seconds, const char *nanoseconds, const char *seed) {
  struct timespec now = {strtoll(seconds, NULL, 10), strtol(nanoseconds, NULL, 10)};
  if (clock_settime(CLOCK_REALTIME, &now) != 0) return perror("clock"), 1;
  union {
    struct rand_pool_info info;
    unsigned char space[sizeof(struct rand_pool_info) + 64];
  } entropy = {0};
  unsigned char *bytes = (unsigned char *)entropy.info.buf;
  for (; entropy.info.buf_size < 64 && seed[0] && seed[1]; seed += 2) {
    char digits[3] = {seed[0], seed[1], 0};
    bytes[entropy.info.buf_size++] = strtoul(digits, NULL, 16);
  }
  entropy.info.entropy_count = entropy.info.buf_size * 8;
  int fd = open("/dev/random", O_WRONLY | O_CLOEXEC);
  if (fd < 0 || ioctl(fd, RNDADDENTROPY, &entropy.info) != 0 || ioctl(fd, RNDRESEEDCRNG) != 0)
    return perror("random"), 1;
  return 0;
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "late") == 0) {
    late();
  } else if (argc == 5 && strcmp(argv[1], "resumed") == 0) {
    return resumed(argv[2], argv[3], argv[4]);
  } else {
    early();
  }
}
