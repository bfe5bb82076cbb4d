package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A write that the system refuses, here for a limit on the size of files. */
@DisabledOnOs(OS.WINDOWS)
final class FullDiskIT {
  @TempDir Path temporary;

  @Test
  void aWriteThatFailsIsSaidAndEndsAllWriting() throws IOException, InterruptedException {
    Path folder = temporary.resolve("store");
    List<String> limited = List.of("sh", "-c", "ulimit -f 60000; exec \"$@\"", "sh");
    int written;
    try (ChildJvm child = ChildJvm.start(limited, FullDisk.class, folder.toString())) {
      assertThat(child.readLine())
          .startsWith("Could not write to the store in " + folder + ": ")
          .contains("File too large")
          .endsWith("then start Tripline again.");
      assertThat(child.readLine())
          .startsWith("The store takes no more writes since one failed: Could not write");
      String counts = child.readLine();
      assertThat(counts).matches("(\\d+) written, \\1 read");
      written = Integer.parseInt(counts.substring(0, counts.indexOf(' ')));
      assertThat(written).isPositive();
      assertThat(child.waitForExit()).isZero();
    }
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      long last = storage.journal().lastSequence();
      assertThat(last).isEqualTo(written - 1);
      storage.journal().append(last + 1, last + 1, new byte[1], 1);
    }
  }
}
