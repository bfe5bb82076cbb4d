package io.tripline.ingest;

import io.tripline.ingest.json.DecodeLimits;
import java.time.Duration;

/**
 * How {@link EventIntake} works.
 *
 * @param source number that the events carry as their source
 * @param patience how long a body waits for room in the engine before it is answered "busy"
 * @param chunkBytes events are handed to the engine in chunks of about this many bytes, flat
 * @param rejectedBytes the most bytes of a rejected event that are kept in the log
 * @param idleDecoders the most decoders kept for the next bodies, at least 1
 * @param limits of one event
 * @param maxAhead how far ahead of this machine's clock an event's time may lie; what lies further
 *     is rejected. Zero for any time
 */
public record IntakeSettings(
    int source,
    Duration patience,
    int chunkBytes,
    int rejectedBytes,
    int idleDecoders,
    DecodeLimits limits,
    Duration maxAhead) {

  public IntakeSettings {
    if (chunkBytes < 1
        || rejectedBytes < 0
        || idleDecoders < 1
        || patience.isNegative()
        || maxAhead.isNegative()) {
      throw new IllegalArgumentException("intake settings out of range");
    }
  }

  /** Two seconds of patience, chunks of 512 KiB, 16 KiB of a rejected event, any time. */
  public static IntakeSettings defaults() {
    return new IntakeSettings(
        0,
        Duration.ofSeconds(2),
        512 << 10,
        16 << 10,
        2 * Runtime.getRuntime().availableProcessors(),
        DecodeLimits.defaults(),
        Duration.ZERO);
  }

  /** The same with another bound on the time of events. */
  public IntakeSettings withMaxAhead(Duration ahead) {
    return new IntakeSettings(
        source, patience, chunkBytes, rejectedBytes, idleDecoders, limits, ahead);
  }
}
