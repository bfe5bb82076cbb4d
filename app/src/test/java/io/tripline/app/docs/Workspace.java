package io.tripline.app.docs;

import io.tripline.app.Main;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which commands of the documentation run as in a clone: {@code ./tripline} is this
 * build, {@code examples} is there, and the usual port is one that is free.
 */
final class Workspace implements AutoCloseable {
  private static final String EXAMPLES = "examples";
  private static final String USUAL_PORT = "8080";
  private static final String READY = "Tripline is ready: ";
  private static final int PATIENCE_SECONDS = 120;

  private final Path folder;
  private final String port;
  private @Nullable Process background;

  /** What a command answered. */
  record Result(int code, String out, String err) {}

  Workspace(Path folder) throws IOException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = Integer.toString(free.getLocalPort());
    }
    Files.createSymbolicLink(folder.resolve(EXAMPLES), Repository.path(EXAMPLES));
    Path launcher =
        Files.writeString(
            folder.resolve("tripline"),
            """
            #!/bin/sh
            exec "$TEST_JAVA" --enable-native-access=ALL-UNNAMED \\
              --sun-misc-unsafe-memory-access=allow \\
              --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED \\
              -XX:TieredStopAtLevel=1 %s "$@"
            """
                .formatted(Main.class.getName()));
    if (!launcher.toFile().setExecutable(true)) {
      throw new IOException(launcher + " cannot be made executable");
    }
  }

  void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  Result run(String script) throws IOException, InterruptedException {
    Path out = folder.resolve(".out");
    Path err = folder.resolve(".err");
    Process process =
        shell("set -e\n" + script).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("no end after two minutes: " + script);
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a server, and waits until it is ready. */
  void runOn(String script) throws IOException {
    Process server =
        shell("exec " + script).redirectError(folder.resolve(".background").toFile()).start();
    background = server;
    String line = server.inputReader(StandardCharsets.UTF_8).readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IOException(line + Files.readString(folder.resolve(".background")));
    }
  }

  private ProcessBuilder shell(String script) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script.replace(USUAL_PORT, port));
    builder.directory(folder.toFile());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("TRIPLINE_PORT", port);
    builder
        .environment()
        .put("TEST_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return builder;
  }

  /** Stops the server in order; answers its exit code, 0 if there was none. */
  int stop() throws InterruptedException {
    if (background == null) {
      return 0;
    }
    background.destroy();
    return background.waitFor();
  }

  @Override
  public void close() throws IOException {
    if (background != null) {
      background.destroyForcibly();
    }
    Files.delete(folder.resolve(EXAMPLES));
  }
}
