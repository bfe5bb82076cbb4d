package io.tripline.app.soak;

import io.tripline.app.Main;
import io.tripline.app.cli.FailedException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A {@code tripline serve} in a process of its own, and its HTTP API. */
final class Server implements AutoCloseable {
  private static final String READY = "Tripline is ready: ";
  private static final String LINES = "application/x-ndjson";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int OK_CLASS = 2;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;

  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();
  private @Nullable URI uri;

  /** The server is gone, or is just going. */
  static final class GoneException extends Exception {
    private static final long serialVersionUID = 1;

    GoneException(Throwable cause) {
      super(cause);
    }
  }

  /**
   * Starts one; does not wait until it is ready.
   *
   * @param log its messages are appended to
   * @param options beside data folder and port
   */
  Server(Path data, Path log, List<String> options) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("serve", "--data", data.toString(), "--port", "0"));
    arguments.addAll(List.of("--webhook-allow", "127.0.0.1"));
    arguments.addAll(options);
    this.log = log;
    this.process = command(arguments, log).start();
  }

  /** A command of Tripline as a process of its own. */
  static ProcessBuilder command(List<String> arguments, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED");
    command.add("-Xmx512m");
    command.add(Main.class.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder;
  }

  /**
   * Waits until it is ready.
   *
   * @throws GoneException if it is killed before
   * @throws FailedException if it ends by itself
   */
  void awaitReady() throws GoneException, InterruptedException {
    try {
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      if (line == null) {
        throw new IOException("it ended");
      }
      uri = URI.create(line.substring(READY.length()));
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** What has become of it, where it does not answer. */
  private GoneException gone(IOException e) throws InterruptedException {
    if (process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 128 + 9) {
      return new GoneException(e);
    }
    throw new FailedException("a server ended by itself, or does not answer: see " + log, e);
  }

  /** SIGKILL; on return the process is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM, and waits for the end. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new FailedException("a server did not stop in order: see " + log);
    }
  }

  private HttpResponse<String> send(String method, String path, String contentType, String body)
      throws GoneException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(Objects.requireNonNull(uri).resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .header("Accept", path.startsWith("/v1/alerts") ? LINES : "application/json")
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      while (response.statusCode() == TOO_MANY_REQUESTS) {
        Thread.sleep(20);
        response = http.send(request, BodyHandlers.ofString());
      }
      return response;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private JsonNode call(String method, String path, String contentType, String body)
      throws GoneException, InterruptedException {
    HttpResponse<String> response = send(method, path, contentType, body);
    if (response.statusCode() / 100 != OK_CLASS) {
      throw new FailedException(
          "%s %s was answered %d: %s"
              .formatted(method, path, response.statusCode(), response.body()));
    }
    return json.readTree(response.body());
  }

  /** Sends events, each of which must be taken. */
  void send(List<String> events) throws GoneException, InterruptedException {
    JsonNode answer = call("POST", "/v1/events", LINES, String.join("\n", events));
    if (answer.path("accepted").asInt() != events.size()) {
      throw new FailedException("events of the generator were rejected: " + answer);
    }
  }

  /** Makes a change, unless it was made. */
  void make(Change change) throws GoneException, InterruptedException {
    if (change.isDeployment()) {
      if (version() >= change.version()) {
        return;
      }
      int version =
          call(change.method(), change.path(), "text/plain", change.body()).path("version").asInt();
      if (version != change.version()) {
        throw new FailedException("version " + version + " was deployed as " + change.version());
      }
    } else {
      call(change.method(), change.path(), "application/json", change.body());
    }
  }

  private int version() throws GoneException, InterruptedException {
    HttpResponse<String> response =
        send("GET", "/v1/rulesets/" + Plan.RULE_SET, "application/json", "");
    return response.statusCode() == NOT_FOUND
        ? 0
        : json.readTree(response.body()).path("version").asInt();
  }

  /** Has alerts sent to somebody, unless it does so. */
  void tell(URI receiver) throws GoneException, InterruptedException {
    if (call("GET", "/v1/webhooks", "application/json", "").path("webhooks").isEmpty()) {
      call("POST", "/v1/webhooks", "application/json", "{\"url\": \"" + receiver + "\"}");
    }
  }

  /** How many events it has. */
  int events() throws GoneException, InterruptedException {
    return call("GET", "/health", "application/json", "").path("events").asInt();
  }

  /** Makes a savepoint; whether it came to be. */
  boolean save(String name) throws InterruptedException {
    try {
      String body = "{\"name\": \"" + name + "\"}";
      return send("POST", "/v1/savepoints", "application/json", body).statusCode() / 100
          == OK_CLASS;
    } catch (GoneException e) {
      return false;
    }
  }

  /** As the end of the input does in a backtest. */
  void endInput() throws GoneException, InterruptedException {
    call("POST", "/v1/time", "application/json", "{\"time\": \"9999-01-01T00:00:00Z\"}");
  }

  /** All alerts in their order, those in shadow included, each as its line. */
  List<String> alerts() throws GoneException, InterruptedException {
    List<String> lines = new ArrayList<>();
    String after = "0";
    while (!after.isEmpty()) {
      HttpResponse<String> response =
          send("GET", "/v1/alerts?limit=1000&after=" + after, LINES, "");
      response.body().lines().forEach(lines::add);
      after = response.headers().firstValue("Tripline-Next").orElse("");
    }
    return lines;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    http.shutdownNow();
    http.close();
    if (Files.size(log) > 1 << 24) {
      Files.writeString(log, "");
    }
  }
}
