package io.tripline.app.savepoint;

import io.tripline.app.cli.FailedException;
import io.tripline.app.cli.WrongUseException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server's savepoints, over HTTP. What it refuses is said in its own words. */
final class ServerApi {
  private static final String PATH = "/v1/savepoints";
  private static final int SUCCESS = 2;
  private static final int CALLERS_FAULT = 4;

  private final URI server;
  private final JsonMapper json = new JsonMapper();
  private final @Nullable String key;

  /**
   * @param key an API key, or null if the server asks for none
   */
  ServerApi(URI server, @Nullable String key) {
    this.server = server;
    this.key = key;
    boolean known = "http".equals(server.getScheme()) || "https".equals(server.getScheme());
    if (!known || server.getHost() == null) {
      throw new WrongUseException("--url must be one such as http://127.0.0.1:8080");
    }
  }

  JsonNode create(Map<String, String> request) throws InterruptedException {
    return call("POST", PATH, json.writeValueAsString(request));
  }

  JsonNode list() throws InterruptedException {
    return call("GET", PATH, "");
  }

  JsonNode get(String name) throws InterruptedException {
    return call("GET", PATH + "/" + name, "");
  }

  void delete(String name) throws InterruptedException {
    call("DELETE", PATH + "/" + name, "");
  }

  /** Without a bound of time: a large savepoint takes its time, and whoever waits can stop. */
  private JsonNode call(String method, String path, String body) throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      String text = response.body().isEmpty() ? "{}" : response.body();
      if (response.statusCode() / 100 == SUCCESS) {
        return json.readTree(text);
      }
      throw refused(response.statusCode(), text);
    } catch (ConnectException e) {
      throw new WrongUseException("no Tripline answers at " + server, e);
    } catch (IOException e) {
      throw new FailedException(server + " did not answer: " + e, e);
    } catch (JacksonException e) {
      throw new FailedException(server + " did not answer as a Tripline does", e);
    }
  }

  private RuntimeException refused(int status, String text) {
    String detail = json.readTree(text).path("detail").asString("it answered " + status);
    return status / 100 == CALLERS_FAULT
        ? new WrongUseException(detail)
        : new FailedException(detail);
  }
}
