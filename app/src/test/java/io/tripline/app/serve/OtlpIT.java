package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.Figures;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is shipped, and a receiver of OTLP that is not always there. */
final class OtlpIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string
        amount  decimal(2)
      }
      rule large { on Payment by card when amount > 100 alert "{amount} is large" }
      """;
  private static final String EVENT =
      "{\"id\":\"p%d\",\"time\":\"2026-01-31T10:00:00Z\",\"card\":\"c1\",\"amount\":%d}";

  private record Export(Headers headers, ExportMetricsServiceRequest body) {}

  private final List<Export> exports = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;
  private Path headers;
  private int port;
  private HttpServer receiver;

  @BeforeEach
  void prepare() throws IOException {
    headers = Files.writeString(folder.resolve("headers"), "Authorization: Bearer s3cret\n");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void stop() {
    if (receiver != null) {
      receiver.stop(0);
    }
  }

  private void receive() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    receiver.createContext(
        "/otlp/v1/metrics",
        exchange -> {
          try (InputStream in = new GZIPInputStream(exchange.getRequestBody())) {
            exports.add(
                new Export(
                    exchange.getRequestHeaders(), ExportMetricsServiceRequest.parseFrom(in)));
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    receiver.start();
  }

  private ServeProcess serve() throws IOException {
    return ServeProcess.ofJar(
        folder,
        "--otlp-endpoint",
        "http://127.0.0.1:" + port + "/otlp/v1/metrics",
        "--otlp-interval",
        "1s",
        "--otlp-timeout",
        "1s",
        "--otlp-headers",
        headers.toString(),
        "--otlp-attribute",
        "deployment.environment.name=test");
  }

  /** One that was begun after this call. */
  private Export nextExport() {
    int before = exports.size();
    await().atMost(PATIENCE).until(() -> exports.size() >= before + 2);
    return exports.getLast();
  }

  private static Figures metrics(HttpApi api) throws IOException, InterruptedException {
    return Figures.ofText(api.send("GET", "/metrics", "text/plain", "").body());
  }

  private static long count(ServeProcess serve, String what) throws IOException {
    return serve.log().lines().filter(line -> line.contains(what)).count();
  }

  @Test
  void whatMetricsShowsIsSentWhileSomebodyIsThere() throws Exception {
    try (ServeProcess serve = serve();
        HttpApi api = new HttpApi(serve.awaitReady())) {
      await().atMost(PATIENCE).until(() -> count(serve, "Figures could not be sent") == 1);
      api.deploy("cards", RULES);
      api.events(List.of(EVENT.formatted(1, 250), EVENT.formatted(2, 50)));
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  metrics(api).samples().getOrDefault("tripline_alerts_total{}", 0.0) == 1
                      && failed(metrics(api)) >= 2);
      assertThat(metrics(api).samples().get("tripline_otlp_age_seconds{}")).isNaN();

      receive();
      Figures before = metrics(api);
      Export export = nextExport();
      Figures after = metrics(api);
      assertSame(before, Figures.ofExport(export.body()), after);
      assertThat(count(serve, "Figures could not be sent")).isEqualTo(1);
      assertThat(count(serve, "Figures are sent to")).isEqualTo(1);
      assertThat(after.samples().get("tripline_otlp_age_seconds{}")).isBetween(0.0, 60.0);

      assertThat(export.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
      assertThat(export.headers().getFirst("Authorization")).isEqualTo("Bearer s3cret");
      assertThat(resource(export))
          .containsEntry("service.name", "tripline")
          .containsEntry("deployment.environment.name", "test")
          .containsKeys("service.version", "service.instance.id");
      Files.writeString(headers, "Authorization: Bearer n3xt\n");
      assertThat(nextExport().headers().getFirst("Authorization")).isEqualTo("Bearer n3xt");

      api.events(List.of(EVENT.formatted(3, 70)));
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      assertThat(Figures.ofExport(exports.getLast().body()).samples())
          .containsEntry("tripline_events_total{}", 3.0);
      assertThat(serve.log()).doesNotContain("s3cret", "n3xt", "io.opentelemetry");
    }
  }

  private static double failed(Figures figures) {
    return figures.samples().getOrDefault("tripline_otlp_exports_total{result=failed}", 0.0);
  }

  private static Map<String, String> resource(Export export) {
    return export.body().getResourceMetrics(0).getResource().getAttributesList().stream()
        .collect(
            Collectors.toMap(KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
  }

  /** Of three moments in turn: what is the same before and after is the same between them. */
  private static void assertSame(Figures before, Figures between, Figures after) {
    assertThat(between.types()).containsAllEntriesOf(before.types());
    assertThat(after.types()).containsAllEntriesOf(between.types());
    assertThat(between.samples()).containsKeys(before.samples().keySet().toArray(String[]::new));
    assertThat(after.samples()).containsKeys(between.samples().keySet().toArray(String[]::new));
    for (String sample : before.samples().keySet()) {
      String name = sample.substring(0, sample.indexOf('{'));
      boolean grows =
          "counter".equals(before.types().get(name)) || name.matches(".*_(bucket|count|sum)");
      if (grows) {
        assertThat(between.samples().get(sample))
            .as(sample)
            .isBetween(before.samples().get(sample), after.samples().get(sample));
      }
    }
    Map<String, Double> still = new TreeMap<>(before.samples());
    still.entrySet().removeIf(each -> !each.getValue().equals(after.samples().get(each.getKey())));
    still.keySet().removeIf(each -> !each.startsWith("tripline_"));
    // Time that passes is in the ring for a moment.
    still.remove("tripline_ring_used{}");
    assertThat(between.samples()).containsAllEntriesOf(still);
    assertThat(still)
        .containsEntry("tripline_events_total{}", 2.0)
        .containsEntry("tripline_alert_latency_seconds_count{}", 1.0)
        .containsEntry("tripline_rule_alerts_total{rule=large, ruleset=cards}", 1.0)
        .containsEntry("tripline_http_events_accepted_total{}", 2.0)
        .containsKey("tripline_alert_latency_seconds_bucket{le=Infinity}");
  }

  @Test
  void aFileOfHeadersThatIsNoneIsToldAtTheStart() throws Exception {
    Files.writeString(headers, "s3cret\n");
    try (ServeProcess serve = serve()) {
      assertThat(serve.awaitEnd()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(serve.log())
          .contains("headers: line 1 is not written name: value, in ASCII")
          .doesNotContain("s3cret", "\tat ");
    }
  }
}
