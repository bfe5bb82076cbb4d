package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tripline.engine.port.StorageException;
import java.io.IOException;
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

/** A store on a file system of its own, which is read-only at a start. */
@EnabledOnOs(OS.LINUX)
final class ReadOnlyDiskIT {
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
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private void remount(String how) throws IOException, InterruptedException {
    assertThat(run("mount", "-o", "remount," + how, disk.toString())).isZero();
  }

  @Test
  void aStoreIsRefusedAndKeepsAllThatItHas() throws IOException, InterruptedException {
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
}
