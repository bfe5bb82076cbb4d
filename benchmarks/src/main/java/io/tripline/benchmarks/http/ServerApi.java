package io.tripline.benchmarks.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is asked of a server before and after it is measured. */
final class ServerApi implements AutoCloseable {
  private static final int OK = 200;

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();

  ServerApi(URI server) {
    this.server = server;
  }

  /** Fills the lists and tables of the rules. */
  void load(BankWorld world) throws IOException, InterruptedException {
    load("/v1/lists/", world.lists());
    load("/v1/tables/", world.tables());
  }

  private void load(String path, Map<String, String> csv) throws IOException, InterruptedException {
    for (Map.Entry<String, String> each : csv.entrySet()) {
      send(
          HttpRequest.newBuilder(server.resolve(path + each.getKey()))
              .header("Content-Type", "text/csv")
              .PUT(BodyPublishers.ofString(each.getValue()))
              .build());
    }
  }

  /** What the server itself has counted of decisions; see {@code docs/api.md}. */
  JsonNode decisions() throws IOException, InterruptedException {
    String status = send(HttpRequest.newBuilder(server.resolve("/v1/status")).build());
    return new JsonMapper().readTree(status).path("decisions");
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() != OK) {
      throw new IOException(
          request.uri() + " was answered " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
