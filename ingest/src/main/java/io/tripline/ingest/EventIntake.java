package io.tripline.ingest;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RejectedLog;
import io.tripline.ingest.json.Rejection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Takes the events of request bodies. Thread-safe. */
public final class EventIntake {
  /** How long to wait at a time for room, once a part of a body was taken. */
  private static final Duration LONG = Duration.ofMinutes(1);

  private final EventTarget target;
  private final RejectedRecords rejected;
  private final IntakeSettings settings;
  private final InstantSource clock;
  private final BlockingQueue<RecordChunk> idle;

  public EventIntake(Engine engine, RejectedLog rejectedLog, IntakeSettings settings) {
    this(EventTarget.of(engine), rejectedLog, settings, InstantSource.system());
  }

  /**
   * @param clock says when rejected events arrived, and which events lie too far ahead of it
   */
  public EventIntake(
      EventTarget target, RejectedLog rejectedLog, IntakeSettings settings, InstantSource clock) {
    this.target = target;
    this.rejected = new RejectedRecords(rejectedLog, clock, settings.rejectedBytes());
    this.settings = settings;
    this.clock = clock;
    this.idle = new ArrayBlockingQueue<>(settings.idleDecoders());
  }

  /**
   * Takes the events of a body, as of the usual source; see the other method.
   *
   * @throws IntakeBusyException if the engine had no room in time; nothing was taken
   * @throws InterruptedException if interrupted; some of the events may have been taken
   * @throws io.tripline.engine.pipeline.EngineFailedException if the engine has stopped
   */
  public IntakeResult accept(byte[] body, int length, BodyForm form, String sourceName)
      throws InterruptedException {
    return accept(body, length, form, settings.source(), sourceName, Part.WHOLE);
  }

  /**
   * Takes the events of a body, in their order; on return the good ones are in the journal and the
   * others in the log of rejected events, there named as {@code sourceName#index}.
   *
   * <p>Of a stream that is taken in parts each is a body; its first index is then not 0. Where an
   * earlier part was taken, the engine is waited for as long as it needs: "try again" would be
   * wrong.
   *
   * <p>A JSON array that breaks off, or has something after its end: the elements before are taken,
   * the rest is one {@code unparseable} event.
   *
   * @param body not changed, and not kept
   * @param length the body's bytes are {@code body[0]} to {@code body[length - 1]}
   * @param source that brings them; see {@link Engine#source}
   * @param sourceName where the body came from, for the log of rejected events
   * @throws IntakeBusyException if the engine had no room in time; nothing was taken
   * @throws InterruptedException if interrupted; some of the events may have been taken
   * @throws io.tripline.engine.pipeline.EngineFailedException if the engine has stopped
   */
  public IntakeResult accept(
      byte[] body, int length, BodyForm form, int source, String sourceName, Part part)
      throws InterruptedException {
    RecordChunk chunk = idle.poll();
    if (chunk == null) {
      chunk = new RecordChunk(target, settings.source(), settings.limits(), settings.chunkBytes());
    }
    IntakeResult result = take(chunk, source, body, form.records(body, length), sourceName, part);
    chunk.start(new byte[0]); // lets go of the body
    idle.offer(chunk); // where there are enough idle ones, this one goes
    return result;
  }

  /**
   * Which part of what a caller sends a body is.
   *
   * @param index of its first event
   * @param follows whether some of what came before was taken
   */
  public record Part(int index, boolean follows) {
    /** All of it. */
    public static final Part WHOLE = new Part(0, false);
  }

  private IntakeResult take(
      RecordChunk chunk,
      int source,
      byte[] body,
      BodyForm.Records records,
      String sourceName,
      Part part)
      throws InterruptedException {
    BodyRecords bounds = records.bounds();
    List<EventError> errors = new ArrayList<>();
    int accepted = 0;
    int index = part.index();
    boolean follows = part.follows();
    boolean more = bounds.next();
    while (more) {
      chunk.start(body, records.form(), source, latestTime());
      while (more && !chunk.isFull()) {
        add(chunk, bounds, index++);
        more = bounds.next();
      }
      publish(chunk, follows);
      follows = true;
      accepted += chunk.accepted();
      errors.addAll(rejected.store(chunk, body, sourceName));
    }
    target.awaitDurable();
    return new IntakeResult(accepted, errors);
  }

  /** What lies later than this is not taken, ms. It moves with the clock. */
  public long latestTime() {
    Duration ahead = settings.maxAhead();
    return ahead.isZero() ? Long.MAX_VALUE : clock.millis() + ahead.toMillis();
  }

  private static void add(RecordChunk chunk, BodyRecords records, int index) {
    int start = records.start();
    int length = records.end() - start;
    String broken = records.broken();
    if (broken == null) {
      chunk.add(start, length, index);
    } else {
      chunk.addRejected(start, length, index, new Rejection("unparseable", broken));
    }
  }

  private void publish(RecordChunk chunk, boolean follows) throws InterruptedException {
    if (!follows) {
      if (!chunk.publish(settings.patience())) {
        throw new IntakeBusyException("The engine has no room for more events; try again.");
      }
      return;
    }
    while (!chunk.publish(LONG)) {
      // A part was taken, so "try again" would be wrong now: wait. A failed engine throws.
    }
  }
}
