package io.tripline.benchmarks.http;

import io.tripline.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code tripline serve} as users run it: in a process of its own, with the launcher's options for
 * Java and those of the variable {@code TRIPLINE_JAVA_OPTS}.
 */
final class ServerProcess implements AutoCloseable {
  /** What the launcher gives to Java, wherever it runs. */
  static final List<String> JAVA_OPTIONS =
      List.of(
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");

  /** What it gives besides, where the system has large pages for who asks. */
  static final String LARGE_PAGES = "-XX:+UseTransparentHugePages";

  private static final Path PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
  static final String READY = "Tripline is ready: ";
  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final URI uri;

  /**
   * Starts one, and waits until it is ready.
   *
   * @param data its data folder
   * @param log where its log goes
   * @param options behind those of the data folder and the port
   */
  ServerProcess(Path data, Path log, List<String> options) throws IOException {
    this(Main.class, log, arguments(data, options));
  }

  private static List<String> arguments(Path data, List<String> options) {
    List<String> all = new ArrayList<>(List.of("serve", "--data", data.toString(), "--port", "0"));
    all.addAll(options);
    return all;
  }

  /**
   * Starts another server, which says in the same way that it is ready.
   *
   * @param main its class
   */
  ServerProcess(Class<?> main, Path log, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    if (Files.isReadable(PAGES) && !Files.readString(PAGES).contains("[never]")) {
      command.add(LARGE_PAGES);
    }
    String more = System.getenv("TRIPLINE_JAVA_OPTS");
    if (more != null && !more.isBlank()) {
      command.addAll(List.of(more.strip().split("\\s+")));
    }
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process = builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    try {
      uri = awaitReady();
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private URI awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    // Java's own lines come first, such as those of a recording that its options ask for.
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return URI.create(line.substring(READY.length()));
      }
    }
    throw new IOException("the server did not start");
  }

  URI uri() {
    return uri;
  }

  /** For how long it had a processor, all of its threads together. */
  Duration processorTime() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Stops it in order. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the server did not stop");
    }
  }
}
