package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tripline.engine.port.RejectedLog.Rejected;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A store on a file system of its own, which is read-only at a start, or becomes so. */
@EnabledOnOs(OS.LINUX)
final class ReadOnlyDiskIT {
  @TempDir Path temporary;
  private Path disk;

  @BeforeEach
  void makeMountPoint() throws IOException {
    disk = Files.createDirectory(temporary.resolve("disk"));
  }

  private void mount(String... how) throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(how));
    command.add(disk.toString());
    assumeThat(run(command.toArray(String[]::new)))
        .as("whether file systems may be mounted here")
        .isZero();
  }

  @AfterEach
  void unmount() throws InterruptedException {
    run("umount", disk.toString());
  }

  /** The exit code of a command; that of a shell if there is no such command. */
  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    } catch (IOException e) {
      return 127;
    }
  }

  private void remount(String how) throws InterruptedException {
    assertThat(run("mount", "-o", "remount," + how, disk.toString())).isZero();
  }

  @Test
  void aStoreIsRefusedAndKeepsAllThatItHas() throws InterruptedException {
    mount("-t", "tmpfs", "-o", "size=64m", "tmpfs");
    Path folder = disk.resolve("store");
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      storage.journal().append(0, 0, new byte[] {7}, 1);
    }
    remount("ro");
    assertThatThrownBy(() -> RocksStorage.open(folder, StoreSettings.defaults()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("the store in " + folder)
        .hasMessageContaining("Read-only file system")
        .hasMessageContaining("then start Tripline again");
    assertThatThrownBy(() -> RocksStorage.open(disk.resolve("new"), StoreSettings.defaults()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Read-only file system");
    remount("rw");
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      assertThat(storage.journal().lastSequence()).isZero();
      storage.journal().append(1, 1, new byte[] {8}, 1);
      List<Long> read = new ArrayList<>();
      storage.journal().read(0, (first, block) -> read.add(first + block[0]));
      assertThat(read).containsExactly(7L, 9L);
    }
  }

  /** As a system does that finds its disk broken. */
  @Test
  void aStoreInUseStopsAndKeepsWhatItHasSaid() throws IOException, InterruptedException {
    Path image = temporary.resolve("image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(256 << 20);
    }
    assumeThat(run("mkfs.ext4", "-q", image.toString())).as("whether there is mkfs.ext4").isZero();
    mount("-o", "loop", image.toString());
    Path folder = disk.resolve("store");
    int written = 0;
    RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults());
    for (; written < 20; written++) {
      storage.journal().append(written, written, new byte[] {7}, 1);
    }
    remount("abort");
    assertThatThrownBy(() -> storage.journal().append(20, 20, new byte[] {8}, 1))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Could not write to the store in " + folder)
        .hasMessageContaining("Read-only file system");
    assertThatThrownBy(
            () -> storage.rejected().append(List.of(new Rejected(0, "s", "c", "r", new byte[1]))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("takes no more writes since one failed");
    try {
      storage.close();
    } catch (StorageException e) {
      assertThat(e).hasMessageContaining("Read-only file system");
    }
    assertThat(run("umount", disk.toString())).isZero();
    mount("-o", "loop", image.toString());
    try (RocksStorage again = RocksStorage.open(folder, StoreSettings.defaults())) {
      assertThat(again.journal().lastSequence()).isEqualTo(written - 1);
      again.journal().append(written, written, new byte[] {8}, 1);
    }
  }
}
