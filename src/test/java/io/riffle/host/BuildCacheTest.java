package io.riffle.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCacheTest {
  @TempDir private Path folder;

  @Test
  void buildsOnceAndFindsLater() throws IOException {
    AtomicInteger builds = new AtomicInteger();
    BuildCache.Builder builder = aside -> write(aside, "built " + builds.incrementAndGet());

    Path first = cache().getOrBuild("kind", "key", builder);
    Path second = cache().getOrBuild("kind", "key", builder);

    assertThat(second).isEqualTo(first).isEqualTo(folder.resolve("kind/key"));
    assertThat(first.resolve("file")).hasContent("built 1");
    assertThat(cache().find("kind", "key")).contains(first);
    assertThat(cache().find("kind", "other")).isEmpty();
  }

  @Test
  void failedBuildLeavesNothing() throws IOException {
    BuildCache.Builder failing =
        aside -> {
          write(aside, "half");
          throw new IOException("power cut");
        };

    assertThatThrownBy(() -> cache().getOrBuild("kind", "key", failing))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("kind/key")
        .hasMessageContaining("power cut");
    assertThat(cache().find("kind", "key")).isEmpty();
    assertThat(entries()).containsExactly(".key.lock", ".key.threads");
  }

  @Test
  void errorOfTheBuilderIsNotHiddenByFilesThatCannotBeDeletedAtOnce() {
    BuildCache.Builder failing =
        aside -> {
          Path closed = Files.createDirectory(aside.resolve("closed"));
          write(closed, "x");
          closed.toFile().setWritable(false);
          closed.toFile().setReadable(false);
          throw new HostException("the real reason");
        };

    assertThatThrownBy(() -> cache().getOrBuild("kind", "key", failing))
        .hasMessage("the real reason");
    assertThat(entries()).containsExactly(".key.lock", ".key.threads");
  }

  @Test
  void fullDiskIsSaidInOneSentence() {
    BuildCache.Builder failing =
        aside -> {
          throw new IOException("No space left on device");
        };

    assertThatThrownBy(() -> cache().getOrBuild("kind", "key", failing))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("the disk of " + folder.resolve("kind") + " is full")
        .hasMessageContaining(Home.VARIABLE);
  }

  @Test
  void whatKilledBuildsLeftIsDeletedAndNeverUsed() throws IOException {
    Path kind = Files.createDirectory(folder.resolve("kind"));
    write(Files.createDirectory(kind.resolve(".key.building-1")), "half");
    Path old = Files.createDirectory(kind.resolve(".other.building-2"));
    Files.createDirectory(kind.resolve(".running.building-3"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    cache().getOrBuild("kind", "key", aside -> write(aside, "whole"));

    assertThat(kind.resolve("key/file")).hasContent("whole");
    assertThat(entries())
        .containsExactly(".key.lock", ".key.threads", ".running.building-3", "key");
  }

  @Test
  void secondThreadWaitsForTheFirst() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger builds = new AtomicInteger();
    BuildCache.Builder builder =
        aside -> {
          builds.incrementAndGet();
          started.countDown();
          try {
            goOn.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          write(aside, "once");
        };

    CompletableFuture<Path> first = getOrBuild(builder);
    started.await();
    CompletableFuture<Path> second = getOrBuild(builder);
    goOn.countDown();

    assertThat(second.join()).isEqualTo(first.join());
    assertThat(builds).hasValue(1);
  }

  @Test
  void threadThatGivesUpWaitingLeavesTheLockWithTheOneThatBuilds() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Path> building =
        getOrBuild(
            aside -> {
              started.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });
    started.await();
    BuildCache impatient = new BuildCache(new Home(folder), Duration.ofMillis(150));

    assertThatThrownBy(() -> impatient.getOrBuild("kind", "key", aside -> {}))
        .isInstanceOf(HostException.class);

    assertThat(otherProcessSees(folder.resolve("kind/.key.lock"))).isEqualTo("held");
    goOn.countDown();
    building.join();
    assertThat(otherProcessSees(folder.resolve("kind/.key.lock"))).isEqualTo("free");
  }

  private static String otherProcessSees(Path lockFile) throws Exception {
    Process jvm =
        new ProcessBuilder(
                JavaCommand.of(JavaCommand.QUICK, LockInOtherJvm.class, lockFile.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = jvm.inputReader()) {
      return said.readLine();
    } finally {
      jvm.waitFor();
    }
  }

  @Test
  void lockThatIsNeverGivenUpIsAnErrorThatNamesTheBuild() throws IOException {
    Path kind = Files.createDirectory(folder.resolve("kind"));
    BuildCache impatient = new BuildCache(new Home(folder), Duration.ofMillis(150));

    try (FileChannel channel =
            FileChannel.open(
                kind.resolve(".key.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> impatient.getOrBuild("kind", "key", aside -> {}))
          .isInstanceOf(HostException.class)
          .hasMessageContaining("kind/key");
    }
  }

  @Test
  void newestVersionIsFoundAndOthersAreNotTakenForIt() throws IOException {
    Path older = cache().getOrBuildVersioned("kind", "p", aside -> "1");
    Files.setLastModifiedTime(older, FileTime.from(Instant.now().minusSeconds(60)));
    Path newer = Files.createDirectory(folder.resolve("kind/p-2"));
    Files.createDirectory(folder.resolve("kind/pp-3"));

    assertThat(older).isEqualTo(folder.resolve("kind/p-1"));
    assertThat(cache().findNewest("kind", "p")).contains(newer);
    assertThat(cache().getOrBuildVersioned("kind", "p", aside -> "4")).isEqualTo(newer);
    assertThat(cache().findNewest("kind", "q")).isEmpty();
  }

  private BuildCache cache() {
    return BuildCache.of(new Home(folder));
  }

  private CompletableFuture<Path> getOrBuild(BuildCache.Builder builder) {
    return CompletableFuture.supplyAsync(() -> cache().getOrBuild("kind", "key", builder));
  }

  private List<String> entries() {
    try (Stream<Path> entries = Files.list(folder.resolve("kind"))) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String content) throws IOException {
    Files.writeString(folder.resolve("file"), content);
  }
}
