package io.tripline.app.demo;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Receives webhooks on a loopback port, as a customer's system would: what is not signed with the
 * shared secret is refused, and what comes twice is taken once.
 */
final class Receiver implements AutoCloseable {
  private static final int NO_CONTENT = 204;
  private static final int UNAUTHORIZED = 401;
  private static final String PATH = "/alerts";

  private final JsonMapper json = new JsonMapper();
  private final CompletableFuture<Webhook> secret = new CompletableFuture<>();
  private final Set<String> seen = new HashSet<>();
  private final Consumer<JsonNode> listener;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private int refused;

  /**
   * Starts to listen on a free port.
   *
   * @param listener gets each alert once, one at a time
   */
  Receiver(Consumer<JsonNode> listener) throws IOException {
    this.listener = listener;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(PATH, this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
  }

  /** Gives the secret that registering the webhook was answered with. */
  void trust(String sharedSecret) {
    try {
      secret.complete(new Webhook(sharedSecret));
    } catch (EmptyWebhookSecretException e) {
      throw new IllegalArgumentException("a secret must not be empty", e);
    }
  }

  /** How many requests were refused because their signature was wrong. */
  synchronized int refused() {
    return refused;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      int status = take(body, HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true));
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private int take(String body, HttpHeaders headers) {
    try {
      secret.join().verify(body, headers);
    } catch (WebhookVerificationException e) {
      synchronized (this) {
        refused++;
      }
      return UNAUTHORIZED;
    }
    String id = headers.firstValue("webhook-id").orElseThrow();
    synchronized (this) {
      if (seen.add(id)) {
        listener.accept(json.readTree(body).path("data"));
      }
    }
    return NO_CONTENT;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
