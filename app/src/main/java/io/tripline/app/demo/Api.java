package io.tripline.app.demo;

import io.tripline.app.cli.FailedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small client of Tripline's HTTP API, as anybody could write it. Thread-safe. */
final class Api implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int OK_CLASS = 2;

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  Api(URI server) {
    this.server = server;
  }

  JsonNode put(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return send("PUT", path, contentType, BodyPublishers.ofString(body));
  }

  /** Sends again as long as the server says that it has no room at present. */
  JsonNode post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    return send("POST", path, contentType, BodyPublishers.ofString(body));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return send("GET", path, "application/json", BodyPublishers.noBody());
  }

  private JsonNode send(String method, String path, String contentType, BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .method(method, body)
            .build();
    while (true) {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() == TOO_MANY_REQUESTS) {
        Thread.sleep(
            Duration.ofSeconds(response.headers().firstValueAsLong("Retry-After").orElse(1)));
        continue;
      }
      if (response.statusCode() / 100 != OK_CLASS) {
        throw new FailedException(
            method
                + " "
                + path
                + " was answered "
                + response.statusCode()
                + ": "
                + response.body());
      }
      return json.readTree(response.body());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
