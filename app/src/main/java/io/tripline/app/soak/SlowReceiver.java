package io.tripline.app.soak;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** Receives webhooks on a loopback port: now and then slowly, or not at first. Thread-safe. */
final class SlowReceiver implements AutoCloseable {
  private static final int NO_CONTENT = 204;
  private static final int UNAVAILABLE = 503;
  private static final int SLOW_MILLIS = 100;

  private final Set<String> alerts = ConcurrentHashMap.newKeySet();
  private final AtomicLong again = new AtomicLong();
  private final JsonMapper json = new JsonMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  SlowReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** The ids of all alerts that came. */
  Set<String> alerts() {
    return Set.copyOf(alerts);
  }

  /** How often one came that had come before, as its acknowledgement was lost. */
  long again() {
    return again.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      ThreadLocalRandom random = ThreadLocalRandom.current();
      if (random.nextInt(20) == 0) {
        Thread.sleep(random.nextInt(SLOW_MILLIS));
      }
      if (random.nextInt(100) == 0) {
        exchange.sendResponseHeaders(UNAVAILABLE, -1);
        return;
      }
      if (!alerts.add(json.readTree(body).path("data").path("id").asString())) {
        again.incrementAndGet();
      }
      exchange.sendResponseHeaders(NO_CONTENT, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
