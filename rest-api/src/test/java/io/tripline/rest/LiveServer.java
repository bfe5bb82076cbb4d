package io.tripline.rest;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.port.Storage;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.openapi.Contract;
import io.tripline.rest.webhook.Receiver;
import io.tripline.rest.webhook.WebhookSettings;
import io.tripline.state.RocksStorage;
import io.tripline.state.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A whole server on a free port, with its store in a folder, and a client of it. */
public final class LiveServer implements AutoCloseable {
  public static final ServerSettings ANY_PORT =
      ServerSettings.defaults()
          .withAddress("127.0.0.1", 0)
          .withWebhooks(WebhookSettings.defaults().withAllowed(Receiver.ALLOWED));

  private static final ObjectMapper JSON = new ObjectMapper();

  /** By the text of the document: servers of one build have one. */
  private static final Map<String, Contract> CONTRACTS = new ConcurrentHashMap<>();

  private final RocksStorage storage;
  private final Engine engine;
  private final Backend backend;
  private final TriplineServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private @Nullable Contract contract;

  private LiveServer(RocksStorage storage, Engine engine, Backend backend, TriplineServer server) {
    this.backend = backend;
    this.storage = storage;
    this.engine = engine;
    this.server = server;
  }

  public static LiveServer start(Path folder) {
    return start(folder, ANY_PORT);
  }

  public static LiveServer start(Path folder, ServerSettings settings) {
    return start(
        folder, settings, EngineSettings.defaults(), IntakeSettings.defaults(), storage -> storage);
  }

  /**
   * @param wrapping puts something between engine and store
   */
  public static LiveServer start(
      Path folder,
      ServerSettings settings,
      EngineSettings engineSettings,
      IntakeSettings intakeSettings,
      UnaryOperator<Storage> wrapping) {
    return start(
        folder, settings, engineSettings, intakeSettings, StoreSettings.defaults(), wrapping);
  }

  public static LiveServer start(
      Path folder,
      ServerSettings settings,
      EngineSettings engineSettings,
      IntakeSettings intakeSettings,
      StoreSettings storeSettings,
      UnaryOperator<Storage> wrapping) {
    RocksStorage storage = RocksStorage.open(folder, storeSettings);
    Engine engine = Engine.open(engineSettings, wrapping.apply(storage), LiveServer::compile);
    Backend backend = Backend.of(engine, intakeSettings, storage, LiveServer::compile);
    return new LiveServer(storage, engine, backend, TriplineServer.start(settings, backend));
  }

  private static RuleSet compile(String name, String text) {
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile(name, text)));
    RuleSet ruleSet = compilation.ruleSet();
    if (ruleSet == null) {
      throw new IllegalStateException(compilation.diagnostics().toString());
    }
    return ruleSet;
  }

  /** An answer. */
  public record Answer(int status, HttpResponse<byte[]> response) {
    public String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    public JsonNode json() {
      return JSON.readTree(response.body());
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }
  }

  public RocksStorage storage() {
    return storage;
  }

  public Engine engine() {
    return engine;
  }

  public Backend backend() {
    return backend;
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /** What the server's document of its API promises; every answer is held against it. */
  public Contract contract() {
    Contract known = contract;
    if (known == null) {
      String document = exchange("GET", "/openapi.json", null).text();
      known =
          CONTRACTS.computeIfAbsent(
              document, text -> new Contract(text.getBytes(StandardCharsets.UTF_8)));
      contract = known;
    }
    return known;
  }

  /**
   * @param headers names and values in turn
   */
  public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
    Answer answer = exchange(method, path, body, headers);
    contract()
        .check(
            method, path, answer.status(), answer.header("Content-Type"), answer.response.body());
    return answer;
  }

  private Answer exchange(String method, String path, byte @Nullable [] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri() + path))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  public Answer put(String path, String body) {
    return send("PUT", path, body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Answer postJson(String path, String body) {
    return post(path, body, "Content-Type", "application/json");
  }

  /** Stops the server alone. */
  public void stopServer() {
    server.close();
  }

  @Override
  public void close() {
    client.close();
    server.close();
    engine.close();
    storage.close();
  }
}
