package io.tripline.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where memory runs out, in whatever thread, the process ends; what it said it wrote is there. */
@DisabledOnOs(OS.WINDOWS)
final class OutOfMemoryIT {
  private static final String OPTION = "-XX:+ExitOnOutOfMemoryError";

  /** Of the JVM, with that option; the same as that of an engine that has stopped. */
  private static final int OUT_OF_MEMORY = 3;

  @TempDir Path temporary;

  @Test
  void theProcessEndsAndLosesNothing() throws IOException, InterruptedException {
    assertThat(Files.readString(Path.of("../tripline"))).as("the launcher").contains(OPTION);
    Path folder = temporary.resolve("store");
    List<String> withOption = List.of("env", "JAVA_TOOL_OPTIONS=" + OPTION);
    long said = -1;
    try (ChildJvm child = ChildJvm.start(withOption, OutOfMemory.class, folder.toString())) {
      for (String line = child.readLine(); line != null; line = child.readLine()) {
        if (line.startsWith("journal ") && line.endsWith(";")) {
          said = Long.parseLong(line.substring("journal ".length(), line.length() - 1));
        }
      }
      assertThat(child.waitForExit()).isEqualTo(OUT_OF_MEMORY);
    }
    assertThat(said).isPositive();
    try (RocksStorage storage = RocksStorage.open(folder, StoreSettings.defaults())) {
      assertThat(storage.journal().lastSequence()).isBetween(said, said + 1);
    }
  }
}
