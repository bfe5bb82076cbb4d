package io.tripline.ingest;

import io.tripline.engine.pipeline.Engine;
import io.tripline.engine.port.RejectedLog;

/** Takes the events of request bodies. Thread-safe. */
public final class EventIntake {
  private final EventTarget target;
  private final RejectedLog rejected;
  private final IntakeSettings settings;

  public EventIntake(Engine engine, RejectedLog rejected, IntakeSettings settings) {
    this(EventTarget.of(engine), rejected, settings);
  }

  public EventIntake(EventTarget target, RejectedLog rejected, IntakeSettings settings) {
    this.target = target;
    this.rejected = rejected;
    this.settings = settings;
  }

  /**
   * Takes the events of a body, in their order; on return the good ones are in the journal and the
   * others in the log of rejected events.
   *
   * <p>A JSON array that breaks off, or a body with something after its end: the elements before
   * are taken, the rest is one {@code unparseable} event.
   *
   * @param body not changed, and not kept
   * @param length the body's bytes are {@code body[0]} to {@code body[length - 1]}
   * @param sourceName where the body came from, for the log of rejected events
   * @throws IntakeBusyException if the engine had no room in time; nothing was taken
   * @throws InterruptedException if interrupted; some of the events may have been taken
   * @throws io.tripline.engine.pipeline.EngineFailedException if the engine has stopped
   */
  public IntakeResult accept(byte[] body, int length, BodyFormat format, String sourceName)
      throws InterruptedException {
    throw new UnsupportedOperationException(target + " " + rejected + " " + settings);
  }
}
