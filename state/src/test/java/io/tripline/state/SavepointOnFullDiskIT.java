package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tripline.state.SavepointException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk for savepoints that becomes full while one is made: a small file system of its own. */
final class SavepointOnFullDiskIT {
  private static final int MB = 1 << 20;
  private static final int JOURNAL_MB = 70; // more than a file of it, and more than the disk

  @TempDir Path temporary;
  private Path disk;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(temporary.resolve("disk"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk.toString()))
        .as("whether file systems may be mounted here")
        .isZero();
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", disk.toString());
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  @Test
  void itIsSaidAndNothingIsLeftAndTheStoreGoesOn() throws IOException {
    Path data = temporary.resolve("data");
    try (RocksStorage storage = RocksStorage.open(data, TestStore.SMALL)) {
      Files.createSymbolicLink(data.resolve("savepoints"), disk);
      SavepointsTest.append(storage.journal(), JOURNAL_MB, MB);
      assertThatThrownBy(() -> storage.savepoints().create("a", "", SavepointsTest.NO_RULES))
          .isInstanceOfSatisfying(
              SavepointException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_ROOM))
          .hasMessageContaining("has become full while the savepoint a was made");
      assertThat(disk).isEmptyDirectory();
      assertThat(storage.savepoints().folder().list()).isEmpty();
      SavepointsTest.append(storage.journal(), 1, MB);
      Files.delete(data.resolve("savepoints"));
      Savepoint made = storage.savepoints().create("a", "", SavepointsTest.NO_RULES);
      assertThat(made.position()).isEqualTo(JOURNAL_MB);
      assertThat(SavepointRestore.verify(data.resolve("savepoints/a"))).isEqualTo(made);
    }
  }
}
