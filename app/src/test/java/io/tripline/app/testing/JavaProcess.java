package io.tripline.app.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own, with this one's class path. */
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * A process that is not started yet.
   *
   * @param work gets its temporary files
   * @param memory the most it may have, as {@code -Xmx} takes it
   */
  public static ProcessBuilder of(Path work, String memory, Class<?> main, List<String> arguments)
      throws IOException {
    Path temporary = Files.createDirectories(work.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Xmx" + memory);
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder;
  }
}
