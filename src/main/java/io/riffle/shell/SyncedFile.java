package io.riffle.shell;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPEngine;

/**
 * An open remote file that can be forced to the disk. The library has no request for that;
 * OpenSSH's server has one as an extension (PROTOCOL, section 4.4).
 */
final class SyncedFile extends RemoteFile {
  private static final String FSYNC = "fsync";
  private static final String VENDOR = "openssh.com";

  private final SFTPEngine engine;

  private SyncedFile(SFTPEngine engine, String path, byte[] handle) {
    super(engine, path, handle);
    this.engine = engine;
  }

  static SyncedFile open(SFTPEngine engine, String path, Set<OpenMode> modes) throws IOException {
    Request open =
        engine
            .newRequest(PacketType.OPEN)
            .putString(path, engine.getSubsystem().getRemoteCharset())
            .putUInt32(OpenMode.toMask(modes))
            .putFileAttributes(FileAttributes.EMPTY);
    byte[] handle = answer(engine, open).ensurePacketTypeIs(PacketType.HANDLE).readBytes();
    return new SyncedFile(engine, path, handle);
  }

  /** Has the machine write the file to its disk; done by its own time if its server cannot say. */
  void force() throws IOException {
    if (engine.supportsServerExtension(FSYNC, VENDOR)) {
      Request fsync = engine.newExtendedRequest(FSYNC + "@" + VENDOR);
      fsync.putString(handle);
      answer(engine, fsync).ensureStatusPacketIsOK();
    }
  }

  private static Response answer(SFTPEngine engine, Request request) throws IOException {
    return engine.request(request).retrieve(engine.getTimeoutMs(), TimeUnit.MILLISECONDS);
  }
}
