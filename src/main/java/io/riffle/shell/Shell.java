package io.riffle.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/**
 * One kept SSH connection to a machine: runs commands and moves files. Safe for use by several
 * threads; each command has a channel of its own.
 */
public final class Shell implements AutoCloseable {
  private static final int SIGNAL_BASE = 128;
  private static final int EXECUTABLE = 0755;

  private final SSHClient client;
  private final Endpoint endpoint;
  private final Object sftpLock = new Object();
  private SFTPClient sftp;

  private Shell(SSHClient client, Endpoint endpoint) {
    this.client = client;
    this.endpoint = endpoint;
  }

  /**
   * Connects and logs in.
   *
   * @param limit for each of connecting, the key exchange and an answer in the login
   * @throws ShellException if that fails
   */
  public static Shell connect(Endpoint endpoint, Duration limit) {
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
      return new Shell(client, endpoint);
    } catch (IOException e) {
      closeQuietly(client);
      throw new ShellException(
          "no login at " + endpoint.host() + ":" + endpoint.port() + ": " + e.getMessage(), e);
    }
  }

  /** Where this shell is connected to. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /**
   * Runs a command line with the login shell and waits for its end.
   *
   * @throws ShellException.TimedOut if it takes longer than {@code limit}
   * @throws ShellException if the connection fails
   */
  public CommandResult run(String command, Duration limit) {
    long start = System.nanoTime();
    try (Session session = client.startSession()) {
      Session.Command running = session.exec(command);
      // Both streams are drained at once, or a full window would block the command.
      CompletableFuture<String> output = drain(running.getInputStream());
      CompletableFuture<String> errors = drain(running.getErrorStream());
      String out = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      Duration left = limit.minusNanos(System.nanoTime() - start);
      String err = errors.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
      running.join(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS);
      return new CommandResult(
          command, exitCode(running), out, err, Duration.ofNanos(System.nanoTime() - start));
    } catch (TimeoutException e) {
      throw new ShellException.TimedOut(
          "'" + command + "' did not end within " + limit.toMillis() + " ms");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ShellException("interrupted in '" + command + "'", e);
    } catch (IOException | ExecutionException | IllegalStateException e) {
      // The library throws IllegalStateException when the connection is already gone.
      throw new ShellException("the connection failed in '" + command + "': " + e.getMessage(), e);
    }
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
      if (sftp == null) {
        sftp = client.newSFTPClient();
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
      throw new ShellException(what + " failed: " + e.getMessage(), e);
    }
  }

  private static CompletableFuture<String> drain(InputStream stream) {
    CompletableFuture<String> text = new CompletableFuture<>();
    Thread drainer =
        new Thread(
            () -> {
              try {
                text.complete(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            },
            "ssh-output");
    drainer.setDaemon(true);
    drainer.start();
    return text;
  }

  private static int exitCode(Session.Command ended) throws IOException {
    Integer status = ended.getExitStatus();
    if (status != null) {
      return status;
    }
    Signal signal = ended.getExitSignal();
    if (signal != null) {
      return SIGNAL_BASE + Signals.number(signal);
    }
    throw new IOException("the connection was lost before the command's status came");
  }

  private static PublicKey readKey(Path file) throws IOException {
    String[] words = Files.readString(file).split(" ");
    return new Buffer.PlainBuffer(Base64.getDecoder().decode(words[1])).readPublicKey();
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
