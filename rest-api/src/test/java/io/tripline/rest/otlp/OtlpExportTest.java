package io.tripline.rest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.rest.ServerStartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Exports in turn: what is counted, what is logged, and what a start is. */
final class OtlpExportTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Logger logger = (Logger) LoggerFactory.getLogger(OtlpExport.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Boolean> told = Collections.synchronizedList(new ArrayList<>());
  private final AtomicLong seconds = new AtomicLong(100);
  private final AtomicLong count = new AtomicLong(7);
  private Collector collector;
  private OtlpExport export;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws Exception {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    collector = new Collector();
    export = of(OtlpSettings.to(collector.endpoint()));
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    export.close();
    collector.close();
  }

  private OtlpExport of(OtlpSettings settings) {
    return new OtlpExport(
        settings,
        this::figures,
        told::add,
        () -> Instant.ofEpochSecond(seconds.get()),
        () -> new Receiver(settings.endpoint(), Duration.ofMillis(1)));
  }

  private MetricSnapshots figures() {
    if (count.get() < 0) {
      throw new IllegalStateException("a mistake of ours");
    }
    return MetricSnapshots.of(
        CounterSnapshot.builder()
            .name("a")
            .dataPoint(CounterDataPointSnapshot.builder().value(count.get()).build())
            .build());
  }

  private NumberDataPoint last() {
    return collector
        .requests()
        .getLast()
        .figures()
        .getResourceMetrics(0)
        .getScopeMetrics(0)
        .getMetrics(0)
        .getSum()
        .getDataPoints(0);
  }

  private List<String> logged() {
    return log.list.stream()
        .map(each -> each.getLevel() + " " + each.getFormattedMessage())
        .toList();
  }

  @Test
  void theStartIsTheFirstMomentThatWasTaken() throws Exception {
    collector.answers(500);
    export.export(LONG);
    seconds.set(160);
    export.export(LONG);
    assertThat(last().getStartTimeUnixNano()).isEqualTo(160_000_000_000L);
    assertThat(last().getTimeUnixNano()).isEqualTo(160_000_000_000L);
    collector.answers(500);
    seconds.set(220);
    export.export(LONG);
    seconds.set(280);
    count.set(9);
    export.export(LONG);
    assertThat(last().getStartTimeUnixNano()).isEqualTo(160_000_000_000L);
    assertThat(last().getTimeUnixNano()).isEqualTo(280_000_000_000L);
    assertThat(last().getAsDouble()).isEqualTo(9);
  }

  @Test
  void onlyChangesAreLoggedAndAllAreCounted() throws Exception {
    assertThat(export.ageSeconds()).isNaN();
    export.export(LONG);
    export.export(LONG);
    assertThat(export.ageSeconds()).isNotNaN().isNotNegative();
    collector.answers(400, 401, 404);
    for (int i = 0; i < 5; i++) {
      export.export(LONG);
    }
    count.set(-1);
    export.export(LONG);
    export.export(LONG);
    String to = collector.endpoint().toString();
    assertThat(logged())
        .containsExactly(
            "INFO Figures are sent to " + to + " each 60 s",
            "WARN Figures could not be sent to "
                + to
                + ", and will be each 60 s, when that can be done: the answer is 400",
            "INFO Figures are sent to " + to + " again; 3 exports had failed",
            "WARN Figures could not be sent to "
                + to
                + ", and will be each 60 s, when that can be done: an error of Tripline's own");
    assertThat(log.list.getLast().getThrowableProxy().getMessage()).isEqualTo("a mistake of ours");
    assertThat(told).containsExactly(true, true, false, false, false, true, true, false, false);
  }

  @Test
  void theFileOfHeadersIsReadEachTime() throws Exception {
    Path file = Files.writeString(folder.resolve("headers"), "api-key: old");
    try (OtlpExport keyed = of(OtlpSettings.to(collector.endpoint()).withHeaders(file))) {
      keyed.export(LONG);
      Files.writeString(file, "api-key: new");
      keyed.export(LONG);
      Files.delete(file);
      keyed.export(LONG);
    }
    assertThat(collector.requests().stream().map(each -> each.headers().getFirst("api-key")))
        .containsExactly("old", "new");
    assertThat(logged().getLast()).contains("cannot be read: NoSuchFileException");
    OtlpSettings settings = OtlpSettings.to(collector.endpoint()).withHeaders(file);
    assertThatThrownBy(() -> OtlpExport.require(settings))
        .isInstanceOf(ServerStartException.class)
        .hasMessage("OTLP: the file of headers " + file + " cannot be read: NoSuchFileException.");
  }

  @Test
  void theResourceSaysWhoItIs() throws Exception {
    Map<String, String> given = Map.of("service.name", "fraud", "region", "eu");
    OtlpSettings settings =
        new OtlpSettings(
            collector.endpoint(), Duration.ofMinutes(1), Duration.ofSeconds(1), null, given);
    try (OtlpExport named = of(settings)) {
      named.export(LONG);
      named.export(LONG);
    }
    List<Map<String, String>> sent =
        collector.requests().stream()
            .map(
                each ->
                    each.figures().getResourceMetrics(0).getResource().getAttributesList().stream()
                        .collect(
                            Collectors.toMap(
                                KeyValue::getKey, value -> value.getValue().getStringValue())))
            .toList();
    assertThat(sent.getFirst()).containsAllEntriesOf(given).hasSize(3);
    assertThat(sent.getFirst().get("service.instance.id")).hasSize(36);
    assertThat(sent.getLast()).isEqualTo(sent.getFirst());
  }

  @Test
  void theEndSendsALastExport() {
    export.start();
    await().until(() -> told.size() == 1);
    count.set(8);
    export.close();
    assertThat(collector.requests()).hasSize(2);
    assertThat(last().getAsDouble()).isEqualTo(8);
    assertThat(told).containsExactly(true, true);
  }

  @Test
  void theEndDoesNotWaitForAReceiverThatIsSilent() {
    collector.silent();
    export.start();
    await().until(() -> collector.requests().size() == 1);
    export.close();
    assertThat(collector.requests()).hasSize(2);
    // Of the last one; the one before was given up, not waited for.
    assertThat(told).containsExactly(false);
  }

  @Test
  void whatWasNeverStartedSendsNothingAtItsEnd() {
    export.close();
    assertThat(collector.requests()).isEmpty();
  }
}
