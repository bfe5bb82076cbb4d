package io.tripline.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A measurement of ours in a process of its own, on the JVM and heap that contenders have. */
final class OwnProcess {
  private OwnProcess() {}

  /**
   * Runs a main class to its end.
   *
   * @return the lines that it prints
   * @throws IOException if it fails
   */
  static List<String> lines(Path root, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ContenderSpec.OWN.command(root));
    command.set(command.size() - 1, main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines;
    try (BufferedReader out = process.inputReader()) {
      lines = out.lines().toList();
    }
    if (process.waitFor() != 0) {
      throw new IOException(main.getSimpleName() + " ended with " + process.exitValue());
    }
    return lines;
  }
}
