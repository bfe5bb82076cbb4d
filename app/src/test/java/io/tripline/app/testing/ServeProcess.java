package io.tripline.app.testing;

import io.tripline.app.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code tripline serve} in a JVM of its own. */
public final class ServeProcess implements AutoCloseable {
  private static final String READY = "Tripline is ready: ";
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path log;

  private ServeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one on this test's class path; does not wait until it is ready.
   *
   * @param work gets the data folder, the log, and the process's temporary files
   * @param options beside data folder and port
   */
  public static ServeProcess start(Path work, String... options) throws IOException {
    return start(System.getProperty("java.class.path"), work, options);
  }

  /** Likewise of the jar that is shipped, which is there once the module is packaged. */
  public static ServeProcess ofJar(Path work, String... options) throws IOException {
    return start(Repository.path("app/target/tripline.jar").toString(), work, options);
  }

  private static ServeProcess start(String classPath, Path work, String... options)
      throws IOException {
    Path log = work.resolve("serve.log");
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("serve", "--data", work.resolve("data").toString(), "--port", "0"));
    arguments.addAll(List.of("--webhook-allow", "127.0.0.1"));
    arguments.addAll(List.of(options));
    ProcessBuilder builder = JavaProcess.of(work, "512m", Main.class, arguments);
    builder.environment().put("CLASSPATH", classPath);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new ServeProcess(builder.start(), log);
  }

  /** Waits until it is ready, and answers where. */
  public URI awaitReady() throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String line = out.readLine();
    if (line == null || !line.startsWith(READY)) {
      throw new IOException("serve did not start: " + line + "\n" + log());
    }
    return URI.create(line.substring(READY.length()));
  }

  /** SIGKILL; on return the process is gone. Answers its exit code. */
  public int kill() throws InterruptedException {
    process.destroyForcibly();
    return process.waitFor();
  }

  /** SIGTERM; answers the exit code. */
  public int terminate() throws InterruptedException, IOException {
    process.destroy();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("serve did not end after SIGTERM\n" + log());
    }
    return process.exitValue();
  }

  /** Waits for its end by itself; answers the exit code. */
  public int awaitEnd() throws InterruptedException, IOException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("serve did not end\n" + log());
    }
    return process.exitValue();
  }

  /** What all processes of this work folder logged so far. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
