package io.tripline.rest.webhook;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook receiver on a free port, which answers as told and keeps what it got. */
public final class Receiver implements AutoCloseable {

  /** What lets a server call receivers of tests. */
  public static final AllowedReceivers ALLOWED =
      AllowedReceivers.parse(List.of("127.0.0.0/8", "localhost"));

  /** A request that came in. */
  public record Call(Map<String, List<String>> headers, String body) {
    public String id() {
      return header("webhook-id");
    }

    public String header(String name) {
      return headers.entrySet().stream()
          .filter(each -> each.getKey().equalsIgnoreCase(name))
          .map(each -> each.getValue().getFirst())
          .findFirst()
          .orElseThrow(() -> new AssertionError("no header " + name));
    }

    /** Checks the signature with the library, as a receiver would. */
    public void verify(String secret) {
      try {
        new com.standardwebhooks.Webhook(secret)
            .verify(
                body,
                Map.of(
                    "webhook-id", List.of(id()),
                    "webhook-timestamp", List.of(header("webhook-timestamp")),
                    "webhook-signature", List.of(header("webhook-signature"))));
      } catch (WebhookVerificationException
          | com.standardwebhooks.exceptions.EmptyWebhookSecretException e) {
        throw new AssertionError("signature", e);
      }
    }
  }

  /** How a call is answered. */
  @FunctionalInterface
  public interface Answer {
    /**
     * @param number of the call, from 1
     */
    void give(int number, HttpExchange exchange) throws IOException, InterruptedException;

    static Answer status(int status) {
      return (number, exchange) -> exchange.sendResponseHeaders(status, -1);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger count = new AtomicInteger();
  private volatile Answer answer;

  public Receiver(Answer first) {
    answer = first;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public Receiver() {
    this(Answer.status(204));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      calls.add(new Call(Map.copyOf(exchange.getRequestHeaders()), body));
      answer.give(count.incrementAndGet(), exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public void answerWith(Answer next) {
    answer = next;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  public List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
