package io.riffle.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/**
 * One kept SSH connection to a machine: runs commands and moves files. Safe for use by several
 * threads; each command has a channel of its own.
 *
 * <pre>{@code
 * Shell shell = guest.shell();
 * CommandResult checked = shell.run("criu check", guest.budget(Duration.ofSeconds(5)));
 * shell.fetch("/root/is/is.out", Path.of("is.out"));
 * }</pre>
 */
public final class Shell implements AutoCloseable {
  private static final int OUTPUT_LIMIT = 64 << 20;
  private static final int EXECUTABLE = 0755;

  private final SSHClient client;
  private final Endpoint endpoint;
  private final int outputLimit;
  private final Object sftpLock = new Object();
  private SFTPClient sftp;

  private Shell(SSHClient client, Endpoint endpoint, int outputLimit) {
    this.client = client;
    this.endpoint = endpoint;
    this.outputLimit = outputLimit;
  }

  /**
   * Connects and logs in.
   *
   * @param limit for each of connecting, the key exchange and an answer in the login
   * @throws ShellException.Interrupted if the thread is interrupted meanwhile
   * @throws ShellException if that fails
   */
  public static Shell connect(Endpoint endpoint, Duration limit) {
    return connect(endpoint, limit, OUTPUT_LIMIT);
  }

  static Shell connect(Endpoint endpoint, Duration limit, int outputLimit) {
    DefaultConfig config = new DefaultConfig();
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    SSHClient client = new SSHClient(config);
    try {
      client.setConnectTimeout(Math.toIntExact(limit.toMillis()));
      client.setTimeout(Math.toIntExact(limit.toMillis()));
      client.getTransport().setTimeoutMs(Math.toIntExact(limit.toMillis()));
      client.getConnection().setTimeoutMs(Math.toIntExact(limit.toMillis()));
      client.addHostKeyVerifier(new OneKey(readKey(endpoint.hostKey())));
      client.connect(endpoint.host(), endpoint.port());
      client.authPublickey(endpoint.user(), endpoint.privateKey().toString());
      // A command may be silent for as long as its own limit allows.
      client.setTimeout(0);
      return new Shell(client, endpoint, outputLimit);
    } catch (IOException e) {
      closeQuietly(client);
      throw ShellException.of(
          "no login at " + endpoint.host() + ":" + endpoint.port() + ": " + e.getMessage(), e);
    }
  }

  /** Where this shell is connected to. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Whether the connection stands, as far as this side has noticed. */
  public boolean isConnected() {
    return client.isConnected();
  }

  /**
   * Runs a command line with the login shell and waits for its end.
   *
   * @throws ShellException.TimedOut if it takes longer than {@code limit}; it is killed then
   * @throws ShellException.TooMuchOutput if it writes more than 64 MiB to one of its streams; it is
   *     killed then
   * @throws ShellException.Interrupted if the thread is interrupted meanwhile; it is killed then
   * @throws ShellException if the connection fails
   */
  public CommandResult run(String command, Duration limit) {
    return new CommandRun(command, limit, outputLimit).on(client);
  }

  /** Sends a file, executable if it is here; missing folders are an error. */
  public void send(Path local, String remote) {
    transfer(
        "sending " + local + " to " + remote,
        () -> {
          sftp().put(local.toString(), remote);
          // The library sends every file as rw-r--r--.
          if (Files.isExecutable(local)) {
            sftp().chmod(remote, EXECUTABLE);
          }
        });
  }

  /** Fetches a file. */
  public void fetch(String remote, Path local) {
    transfer("fetching " + remote, () -> sftp().get(remote, local.toString()));
  }

  /** A folder of the machine, with random access to its files. */
  public RemoteDirectory directory(String path) {
    return new RemoteDirectory(this::sftp, path);
  }

  private SFTPClient sftp() throws IOException {
    synchronized (sftpLock) {
      if (sftp == null || !sftp.getSFTPEngine().getSubsystem().isOpen()) {
        try {
          sftp = client.newSFTPClient();
        } catch (IllegalStateException e) {
          // So the library says that the connection is gone.
          throw new IOException(e.getMessage(), e);
        }
        sftp.getFileTransfer().setPreserveAttributes(true);
      }
      return sftp;
    }
  }

  private interface Transfer {
    void run() throws IOException;
  }

  private static void transfer(String what, Transfer transfer) {
    try {
      transfer.run();
    } catch (IOException e) {
      throw ShellException.of(what + " failed: " + e.getMessage(), e);
    }
  }

  private static PublicKey readKey(Path file) throws IOException {
    String[] words = Files.readString(file).split(" ");
    try {
      return new Buffer.PlainBuffer(Base64.getDecoder().decode(words[1])).readPublicKey();
    } catch (ArrayIndexOutOfBoundsException | IllegalArgumentException e) {
      throw new IOException(file + " holds no public key in OpenSSH's form", e);
    }
  }

  private static void closeQuietly(SSHClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // The connection is gone either way.
    }
  }

  @Override
  public void close() {
    closeQuietly(client);
  }

  private record OneKey(PublicKey expected) implements HostKeyVerifier {
    @Override
    public boolean verify(String hostname, int port, PublicKey key) {
      return SecurityUtils.getFingerprint(key).equals(SecurityUtils.getFingerprint(expected));
    }

    @Override
    public List<String> findExistingAlgorithms(String hostname, int port) {
      return List.of(KeyType.fromKey(expected).toString());
    }
  }
}
