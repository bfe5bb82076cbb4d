package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.testing.JavaProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A process that ends itself, or comes to its end. */
final class KilledProcess {
  private KilledProcess() {}

  /**
   * Runs it.
   *
   * @param folder for its log and temporary files
   * @param hear is given each line that it says
   * @param what it does, should it fail
   * @return its exit code: 0, or {@link KillingStorage#KILLED}
   */
  static int run(
      Path folder, Class<?> main, List<String> arguments, Consumer<String> hear, String what)
      throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    ProcessBuilder builder = JavaProcess.of(folder, "256m", main, arguments);
    builder.redirectError(log.toFile());
    Process process = builder.start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(hear);
      int code = process.waitFor();
      assertThat(code).as("%s\n%s", what, Files.readString(log)).isIn(0, KillingStorage.KILLED);
      return code;
    } finally {
      process.destroyForcibly();
    }
  }
}
