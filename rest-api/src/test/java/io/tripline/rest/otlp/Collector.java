package io.tripline.rest.otlp;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A receiver of OTLP, with answers that a test chooses. */
final class Collector implements AutoCloseable {
  /** What came, as it was understood. */
  record Request(Headers headers, ExportMetricsServiceRequest figures) {}

  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<String> elsewhere = new CopyOnWriteArrayList<>();
  private volatile List<Integer> answers = List.of();
  private volatile String retryAfter = "";
  private volatile boolean silent;

  Collector() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.createContext("/v1/metrics", this::take);
    server.createContext(
        "/elsewhere",
        exchange -> {
          elsewhere.add(exchange.getRequestHeaders().toString());
          answer(exchange, 200);
        });
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics");
  }

  /** With these, in turn, and with 200 after them. */
  void answers(Integer... statuses) {
    answers = new CopyOnWriteArrayList<>(statuses);
  }

  void retryAfter(String value) {
    retryAfter = value;
  }

  /** Answers with a beginning, and no end. */
  void silent() {
    silent = true;
  }

  List<Request> requests() {
    return new ArrayList<>(requests);
  }

  List<String> elsewhere() {
    return elsewhere;
  }

  private void take(HttpExchange exchange) throws IOException {
    try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
      requests.add(
          new Request(exchange.getRequestHeaders(), ExportMetricsServiceRequest.parseFrom(in)));
    }
    if (silent) {
      exchange.sendResponseHeaders(200, 10);
      exchange.getResponseBody().write(1);
      exchange.getResponseBody().flush();
      return;
    }
    answer(exchange, answers.isEmpty() ? 200 : answers.removeFirst());
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    if (!retryAfter.isEmpty()) {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().set("Location", "/elsewhere");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
