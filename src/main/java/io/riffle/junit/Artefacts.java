package io.riffle.junit;

import io.riffle.guest.Guest;
import io.riffle.guest.GuestException;
import io.riffle.host.HostException;
import io.riffle.shell.ShellException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;

/**
 * Publishes the logs of a failed test's guests as its file attachments, and says where they lie: on
 * standard output, and in the failure itself, so that every report shows it.
 */
final class Artefacts {
  private Artefacts() {}

  static void publishIfFailed(ExtensionContext context) {
    context
        .getExecutionException()
        .filter(failure -> !(failure instanceof TestAbortedException))
        .ifPresent(failure -> publish(context, failure));
  }

  private static void publish(ExtensionContext context, Throwable failure) {
    List<Path> folders = new ArrayList<>();
    Stream.concat(GuestScope.find(context).stream(), GuestScope.around(context).stream())
        .flatMap(scope -> scope.guests().stream())
        .peek(Artefacts::diagnose)
        .map(Guest::artefacts)
        .forEach(folders::add);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof GuestException.BootFailure boot) {
        folders.add(boot.artefacts());
      }
    }
    for (Path folder : folders) {
      context.publishDirectory(
          folder.getFileName().toString(),
          published -> {
            copy(folder, published);
            failure.addSuppressed(new Note(published));
            System.out.println(
                "riffle: " + context.getDisplayName() + " failed; logs of its guest: " + published);
          });
    }
  }

  private static void diagnose(Guest guest) {
    try {
      guest.diagnose();
    } catch (GuestException | ShellException | HostException e) {
      // The test has failed already; what there is is published.
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.copy(
                  file,
                  to.resolve(from.relativize(file).toString()),
                  StandardCopyOption.REPLACE_EXISTING);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Shown below a failure's stack trace; no failure of its own. */
  private static final class Note extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Note(Path folder) {
      super("logs of its guest: " + folder, null, false, false);
    }

    @Override
    public String toString() {
      return getMessage();
    }
  }
}
