package io.tripline.rest.backtest;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.pipeline.Backtest;
import io.tripline.engine.pipeline.Engine;
import io.tripline.ingest.EventTarget;
import io.tripline.ingest.file.EventFile;
import io.tripline.ingest.file.FileIngest;
import io.tripline.ingest.file.FileIngestSettings;
import io.tripline.ingest.file.RejectedLine;
import io.tripline.ingest.json.DecodeLimits;
import io.tripline.rest.backtest.BacktestFigures.Rejections;
import io.tripline.rest.json.AlertJson;
import io.tripline.state.Review;
import io.tripline.state.StoredAlert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs a job, beside a stream that comes first: while events come it rests longer than it works, a
 * millisecond at a time. One thread at a time.
 */
final class BacktestRun implements EventTarget {
  /** How much longer it rests than it works while events come. */
  private static final int SHARE = 3;

  private static final long AT_A_TIME_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long TELL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Engine engine;
  private final BacktestJob job;
  private final BacktestRequest request;
  private final BacktestSettings settings;
  private final Backtest backtest;
  private final Map<String, Long> found = new LinkedHashMap<>();
  private final Map<String, Rejections> rejected = new LinkedHashMap<>();
  private double uploadProgress;
  private long since = System.nanoTime();
  private long toldAt = since;
  private long eventsBefore;

  /** It was asked to end. */
  static final class CancelledException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CancelledException() {
      super("cancelled");
    }
  }

  /** It takes more than it may. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLargeException(String message) {
      super(message);
    }
  }

  BacktestRun(Engine engine, BacktestJob job, BacktestSettings settings) {
    this.engine = engine;
    this.job = job;
    this.request = job.request();
    this.settings = settings;
    request.ruleSet().rules().stream()
        .filter(rule -> rule.alert() != null)
        .forEach(rule -> found.put(rule.name(), 0L));
    this.backtest =
        engine.backtest(
            request.name(),
            request.version(),
            request.ruleSet(),
            request.contentsAsNow(),
            this::raised);
  }

  /** Runs it to its end. */
  void run() throws IOException, InterruptedException {
    try (backtest;
        KeptAlerts kept = job.alerts()) {
      kept.open();
      Path upload = job.events();
      if (upload == null) {
        backtest.readJournal(this::pace);
      } else {
        read(upload);
        backtest.endOfInput();
      }
      tell(1, true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void read(Path upload) throws IOException, InterruptedException {
    FileIngestSettings usual = FileIngestSettings.defaults();
    FileIngestSettings oneThread =
        new FileIngestSettings(
            usual.source(),
            usual.blockBytes(),
            usual.queuedBlocks(),
            1,
            usual.rejectedBytes(),
            DecodeLimits.of(engine.maxEventBytes()));
    new FileIngest(this, oneThread)
        .run(
            List.of(EventFile.open(upload)),
            this::rejected,
            progress ->
                uploadProgress =
                    progress.totalBytes() <= 0
                        ? 0
                        : (double) progress.bytesRead() / progress.totalBytes());
  }

  private void rejected(RejectedLine line) {
    rejected.merge(
        line.code(),
        new Rejections(1, line.line(), line.reason()),
        (before, _) -> before.oneMore());
  }

  private void raised(Alert alert) {
    if (alert.time() < request.from() || alert.time() >= request.to()) {
      return;
    }
    found.merge(alert.rule(), 1L, Long::sum);
    try {
      job.alerts().add(json(alert.masked()), json(alert));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(Alert alert) {
    return AlertJson.httpForm(new StoredAlert(alert, 0, null, Review.NONE));
  }

  /** Leaves the machine to the stream, and ends what must not go on. */
  private void pace() {
    long now = System.nanoTime();
    long worked = now - since;
    if (worked < AT_A_TIME_NANOS) {
      return;
    }
    if (job.isCancelled()) {
      throw new CancelledException();
    }
    if (backtest.bytes() > settings.maxStateBytes()) {
      throw new TooLargeException(
          "The rules remember more than the %,d bytes that a backtest may take (setting"
                  .formatted(settings.maxStateBytes())
              + " max-backtest-memory). Let them look back less far, or narrow what they take.");
    }
    if (now - toldAt > TELL_NANOS) {
      toldAt = now;
      tell(
          request.source() == BacktestRequest.Source.JOURNAL ? backtest.progress() : uploadProgress,
          false);
    }
    long events = engine.health().events();
    if (events != eventsBefore) {
      eventsBefore = events;
      LockSupport.parkNanos(SHARE * worked);
    }
    since = System.nanoTime();
  }

  private void tell(double progress, boolean atEnd) {
    job.tell(
        new BacktestFigures(
            progress,
            backtest.events(),
            backtest.unreadable(),
            backtest.bytes(),
            Map.copyOf(found),
            job.alerts().count(),
            Map.copyOf(rejected),
            atEnd ? backtest.rules() : List.of(),
            backtest.coverage().since(),
            backtest.coverage().complete(),
            backtest.filled()));
  }

  // ---- where uploaded events go

  @Override
  public Schema schema() {
    return backtest.schema();
  }

  @Override
  public synchronized Engine.Published publish(
      EventWriter events, int schemaId, Duration patience) {
    if (events.count() > 0) {
      backtest.onEvents(events);
    }
    pace();
    return Engine.Published.ACCEPTED;
  }

  @Override
  public void awaitDurable() {
    // Nothing is kept.
  }

  @Override
  public boolean keepsRecords() {
    return false;
  }
}
