package io.tripline.rest.otlp;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.tripline.rest.ServerStartException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends all figures to a receiver of OTLP, from {@link #start} to {@link #close}. One thread of its
 * own does all of it, one export at a time; nothing else waits for it. What could not be sent is
 * not kept, as the next export has it.
 */
public final class OtlpExport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpExport.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** For an export that is cut short to end, and for the last one to be sent. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(1);

  private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

  private final OtlpSettings settings;
  private final Supplier<MetricSnapshots> figures;
  private final ExportObserver observer;
  private final InstantSource clock;
  private final Supplier<Receiver> connecting;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("otlp-export").daemon().factory());

  /** What exports go through; made by the first of them, so that a start does not wait for it. */
  private record Line(Resource resource, Encoder encoder, Receiver receiver) {}

  private volatile @Nullable Line line;

  /** By the steady clock; only of use once one was good. */
  private volatile long lastGood;

  private volatile boolean wasGood;
  private volatile boolean started;
  private volatile boolean ending;

  // Of the thread; once that has ended, of the one that closes.
  private long since;
  private long failures;

  /**
   * @param figures makes a scrape; may be asked by any thread
   */
  public OtlpExport(
      OtlpSettings settings,
      Supplier<MetricSnapshots> figures,
      ExportObserver observer,
      InstantSource clock) {
    this(settings, figures, observer, clock, () -> new Receiver(settings.endpoint(), FIRST_PAUSE));
  }

  OtlpExport(
      OtlpSettings settings,
      Supplier<MetricSnapshots> figures,
      ExportObserver observer,
      InstantSource clock,
      Supplier<Receiver> connecting) {
    this.settings =
        settings.withUsualAttributes(
            Map.of(
                "service.name", "tripline", "service.instance.id", UUID.randomUUID().toString()));
    this.figures = figures;
    this.observer = observer;
    this.clock = clock;
    this.connecting = connecting;
  }

  /**
   * Reads the file of headers, so that what is wrong with it is told before anything is started.
   *
   * @throws ServerStartException if it cannot be used
   */
  public static void require(OtlpSettings settings) {
    try {
      headers(settings);
    } catch (ExportException e) {
      throw new ServerStartException("OTLP: " + e.getMessage() + ".", e);
    }
  }

  /** Begins, with an export at once. */
  public void start() {
    started = true;
    thread.scheduleAtFixedRate(
        this::export, 0, settings.interval().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Since when nothing was sent, in seconds; NaN if nothing ever was. */
  public double ageSeconds() {
    return wasGood
        ? (double) (System.nanoTime() - lastGood) / TimeUnit.SECONDS.toNanos(1)
        : Double.NaN;
  }

  private void export() {
    try {
      export(settings.timeout());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For one thread at a time. */
  void export(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    // What was counted before anybody was told has no start that is known, which the protocol
    // writes as the moment at which it was told first.
    long start = wasGood ? since : now;
    try {
      List<String> headers = headers(settings);
      Line to = line();
      List<List<MetricData>> requests =
          new Translation(to.resource(), start, now).requests(figures.get());
      for (List<MetricData> request : requests) {
        to.receiver().send(to.encoder().encode(request), headers, end);
      }
    } catch (ExportException e) {
      if (!ending) {
        failed(String.valueOf(e.getMessage()), null);
      }
      return;
    } catch (RuntimeException e) {
      failed("an error of Tripline's own", e);
      return;
    }
    since = start;
    good();
  }

  private Line line() {
    Line made = line;
    if (made == null) {
      AttributesBuilder attributes = Attributes.builder();
      settings.attributes().forEach(attributes::put);
      made = new Line(Resource.create(attributes.build()), new Encoder(), connecting.get());
      line = made;
    }
    return made;
  }

  private static List<String> headers(OtlpSettings settings) throws ExportException {
    Path file = settings.headers();
    return file == null ? List.of() : HeaderFile.read(file);
  }

  private void good() {
    if (failures > 0) {
      LOG.info(
          "Figures are sent to {} again; {} exports had failed", settings.endpoint(), failures);
    } else if (!wasGood) {
      LOG.info(
          "Figures are sent to {} each {} s", settings.endpoint(), settings.interval().toSeconds());
    }
    failures = 0;
    lastGood = System.nanoTime();
    wasGood = true;
    observer.exported(true);
  }

  private void failed(String why, @Nullable RuntimeException bug) {
    if (failures == 0) {
      LOG.warn(
          "Figures could not be sent to {}, and will be each {} s, when that can be done: {}",
          settings.endpoint(),
          settings.interval().toSeconds(),
          why,
          bug);
    }
    failures++;
    observer.exported(false);
  }

  /** Ends, with a last export; takes some seconds at most. */
  @Override
  public void close() {
    if (!started) {
      thread.shutdown();
      hangUp();
      return;
    }
    started = false;
    // Nothing is interrupted: a scrape reads files, whose channels would be closed by that.
    ending = true;
    thread.shutdown();
    hangUp();
    try {
      if (thread.awaitTermination(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        ending = false;
        export(LAST_PATIENCE);
        hangUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends an attempt that is under way; the next export has another line. */
  private void hangUp() {
    Line made = line;
    line = null;
    if (made != null) {
      made.receiver().close();
      made.encoder().close();
    }
  }
}
