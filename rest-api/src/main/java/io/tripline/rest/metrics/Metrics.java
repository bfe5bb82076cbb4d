package io.tripline.rest.metrics;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventError;
import io.tripline.ingest.IntakeResult;
import io.tripline.rest.decision.DecisionCounts;
import io.tripline.rest.otlp.ExportObserver;
import io.tripline.rest.otlp.OtlpExport;
import io.tripline.rest.resource.EventRoutes;
import io.tripline.rest.security.AccessObserver;
import io.tripline.rest.token.IssuerKeys;
import io.tripline.rest.token.KeyFetchObserver;
import io.tripline.rest.webhook.DeliveryObserver;
import io.tripline.rest.webhook.WebhookDispatcher;
import io.tripline.rest.webhook.WebhookRegistry;
import io.tripline.state.AlertReviews;
import io.tripline.state.Outbox;
import io.tripline.state.Silences;
import io.tripline.state.StoreStats;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** All figures, and their text for Prometheus. Thread-safe. */
public final class Metrics
    implements EventRoutes.EventCounter,
        DeliveryObserver,
        AccessObserver,
        KeyFetchObserver,
        ExportObserver,
        AutoCloseable {
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofMillis(2500),
    Duration.ofSeconds(10)
  };

  private static final Duration[] DECISION_BUCKETS =
      IntStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** Any other word as a method would be a label value of the caller's choice. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Counter accepted =
      Counter.builder("tripline.http.events.accepted")
          .description("Events taken over HTTP.")
          .register(registry);

  private final Timer decisions =
      Timer.builder("tripline.decisions.latency")
          .description("From the start of a request for a decision to its answer.")
          .serviceLevelObjectives(DECISION_BUCKETS)
          .register(registry);

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** Adds the figures of what is served. */
  public void watch(
      Engine engine,
      Supplier<StoreStats> store,
      WebhookRegistry webhooks,
      WebhookDispatcher dispatcher,
      Outbox outbox) {
    var prometheus = registry.getPrometheusRegistry();
    prometheus.register(new EngineFigures(engine));
    prometheus.register(new StoreFigures(store));
    prometheus.register(new WebhookFigures(webhooks, dispatcher, outbox));
  }

  /** Adds what people have said of alerts. */
  public void watch(AlertReviews reviews) {
    registry.getPrometheusRegistry().register(new ReviewFigures(reviews));
  }

  /** Adds what is kept from webhooks. */
  public void watch(Silences silences, InstantSource clock) {
    registry.getPrometheusRegistry().register(new SilenceFigures(silences, clock));
  }

  /** Adds how many proposals wait for approval. */
  public void watchProposals(Supplier<Number> open) {
    Gauge.builder("tripline.proposals.open", open)
        .description("Changes of rules that somebody else has to approve, and has not yet.")
        .register(registry);
  }

  /** Adds the figures of decisions. */
  public void watch(DecisionCounts decisions) {
    registry.getPrometheusRegistry().register(new DecisionFigures(decisions));
  }

  /** Adds how many streams of alerts there are. */
  public void watchStreams(Supplier<Number> count) {
    Gauge.builder("tripline.alert.streams", count)
        .description("Callers who are sent alerts as they are raised.")
        .register(registry);
  }

  /** Adds when the certificate expires that callers are shown. */
  public void watchCertificate(Supplier<Instant> expires) {
    Gauge.builder("tripline.tls.certificate.expires", () -> (double) expires.get().getEpochSecond())
        .baseUnit("seconds")
        .description("When the certificate expires that callers are shown, since 1970.")
        .register(registry);
  }

  /** Adds the keys that tokens are checked with. */
  public void watch(IssuerKeys keys) {
    Gauge.builder("tripline.oidc.keys", keys, IssuerKeys::count)
        .description("Keys of the issuer that tokens can be checked with now.")
        .register(registry);
    Gauge.builder("tripline.oidc.keys.age", keys, IssuerKeys::ageSeconds)
        .baseUnit("seconds")
        .description("Since the last good fetch of the issuer's keys; NaN before the first.")
        .register(registry);
  }

  @Override
  public void fetched(boolean good) {
    Counter.builder("tripline.oidc.fetches")
        .description("Fetches of the issuer's keys, by what came of them.")
        .tag("result", good ? "good" : "failed")
        .register(registry)
        .increment();
  }

  /** Adds since when figures were not sent over OTLP. */
  public void watch(OtlpExport export) {
    Gauge.builder("tripline.otlp.age", export, OtlpExport::ageSeconds)
        .baseUnit("seconds")
        .description("Since the last good export over OTLP; NaN before the first.")
        .register(registry);
  }

  @Override
  public void exported(boolean good) {
    Counter.builder("tripline.otlp.exports")
        .description("Exports of figures over OTLP, by what came of them.")
        .tag("result", good ? "good" : "failed")
        .register(registry)
        .increment();
  }

  /** A caller was told a decision. */
  public void decided(long nanos) {
    decisions.record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The text for Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  /** What {@link #scrape} would write, all of one moment. */
  public MetricSnapshots snapshots() {
    return registry.getPrometheusRegistry().scrape();
  }

  /** A request was answered. */
  public void request(Context ctx, float millis) {
    Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
    String method = ctx.method().name();
    Timer.builder("tripline.http.requests")
        .description("Requests, by route.")
        .tag("method", METHODS.contains(method) ? method : "other")
        .tag("route", route(endpoint))
        .tag("status", Integer.toString(ctx.statusCode()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record((long) (millis * 1_000_000.0), TimeUnit.NANOSECONDS);
  }

  /** The template of the route, not the path: paths are the caller's choice. */
  private static String route(@Nullable Endpoint endpoint) {
    return endpoint == null ? "none" : endpoint.path;
  }

  @Override
  public void taken(IntakeResult result) {
    accepted.increment(result.accepted());
    for (EventError error : result.errors()) {
      Counter.builder("tripline.http.events.rejected")
          .description("Events rejected over HTTP, by reason.")
          .tag("code", error.code())
          .register(registry)
          .increment();
    }
  }

  @Override
  public void refused(String reason) {
    Counter.builder("tripline.http.refused")
        .description("Requests that were not let through, by reason.")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  @Override
  public void attempted(Result result, long nanos) {
    Timer.builder("tripline.webhook.attempts")
        .description("Attempts to deliver, by what they came to.")
        .tag("result", result.name().toLowerCase(Locale.ROOT))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
