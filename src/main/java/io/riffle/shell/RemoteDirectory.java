package io.riffle.shell;

import io.riffle.storage.ByteStore;
import io.riffle.storage.Directory;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.schmizz.sshj.sftp.FileMode;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.sftp.SFTPException;

/**
 * A {@link Directory} of a machine, over SFTP.
 *
 * <pre>{@code
 * Directory images = guest.shell().directory("/root/ep/images");
 * try (ByteStore pages = images.openReadOnly("pages-1.img")) {
 *   long bytes = pages.size();
 * }
 * }</pre>
 */
public final class RemoteDirectory implements Directory {
  /** Gives the connection, opened when it is first needed. */
  interface Connection {
    SFTPClient get() throws IOException;
  }

  private final Connection connection;
  private final String path;

  RemoteDirectory(Connection connection, String path) {
    this.connection = connection;
    this.path = path;
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public List<String> files() throws IOException {
    return connection.get().ls(path).stream()
        .filter(entry -> entry.getAttributes().getType() == FileMode.Type.REGULAR)
        .map(entry -> entry.getName())
        .sorted()
        .toList();
  }

  @Override
  public ByteStore open(String file) throws IOException {
    return new RemoteByteStore(
        path(file), openFile(path(file), EnumSet.of(OpenMode.READ, OpenMode.WRITE)));
  }

  @Override
  public ByteStore openReadOnly(String file) throws IOException {
    return new RemoteByteStore(path(file), openFile(path(file), EnumSet.of(OpenMode.READ)));
  }

  @Override
  public void replace(String file, byte[] content) throws IOException {
    String aside = path(file + ".riffle-new");
    try (SyncedFile written =
        openFile(aside, EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.TRUNC))) {
      RemoteByteStore.write(written, 0, content);
      written.force();
    }
    rename(file + ".riffle-new", file);
  }

  @Override
  public void rename(String file, String newName) throws IOException {
    try {
      connection
          .get()
          .rename(path(file), path(newName), Set.of(RenameFlags.OVERWRITE, RenameFlags.ATOMIC));
    } catch (SFTPException e) {
      throw named(file, e);
    }
  }

  @Override
  public void delete(String file) throws IOException {
    try {
      connection.get().rm(path(file));
    } catch (SFTPException e) {
      if (e.getStatusCode() != Response.StatusCode.NO_SUCH_FILE) {
        throw e;
      }
    }
  }

  private SyncedFile openFile(String file, Set<OpenMode> modes) throws IOException {
    try {
      return SyncedFile.open(connection.get().getSFTPEngine(), file, modes);
    } catch (SFTPException e) {
      throw named(file, e);
    }
  }

  private static IOException named(String file, SFTPException e) {
    return e.getStatusCode() == Response.StatusCode.NO_SUCH_FILE
        ? new NoSuchFileException(file)
        : e;
  }

  private String path(String file) {
    return path + "/" + file;
  }
}
