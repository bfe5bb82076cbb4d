package io.tripline.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server's HTTP API, for tests. */
public final class HttpApi implements AutoCloseable {
  private static final String LINES = "application/x-ndjson";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  public HttpApi(URI server) {
    this.server = server;
  }

  /** An answer in the range of 200, as JSON; anything else is an exception. */
  public JsonNode call(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, path, contentType, body);
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return json.readTree(response.body());
  }

  public HttpResponse<String> send(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", contentType)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  public void deploy(String name, String text) throws IOException, InterruptedException {
    call("PUT", "/v1/rulesets/" + name, "text/plain", text);
  }

  /** Posts lines of events, again while the server has no room; answers how many were accepted. */
  public int events(List<String> lines) throws IOException, InterruptedException {
    String body = String.join("\n", lines);
    HttpResponse<String> response = send("POST", "/v1/events", LINES, body);
    while (response.statusCode() == 429) {
      response = send("POST", "/v1/events", LINES, body);
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return json.readTree(response.body()).path("accepted").asInt();
  }

  public JsonNode health() throws IOException, InterruptedException {
    return call("GET", "/health", "application/json", "");
  }

  /** All alerts in their order, each as its line of the contract form. */
  public List<String> alerts() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    Optional<String> after = Optional.of("0");
    while (after.isPresent()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/v1/alerts?limit=1000&after=" + after.get()))
              .timeout(PATIENCE)
              .header("Accept", LINES)
              .build();
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.statusCode() + " " + response.body());
      }
      response.body().lines().forEach(lines::add);
      after = response.headers().firstValue("Tripline-Next");
    }
    return lines;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
