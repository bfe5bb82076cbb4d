package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.mode.RuleMode;
import java.util.List;

/**
 * Figures of a running engine.
 *
 * @param lastSequence of the ring's last entry
 * @param events taken since the store was made (survives restarts); also the number of the last one
 * @param watermark what rules without lateness go by: the greatest event time, ms; {@code
 *     Long.MIN_VALUE} before the first event
 * @param time how far sources have come, and what is held back
 * @param ids of each event type with {@code dedupe}, sorted by name
 * @param ringUsed slots in use, of {@code ringSize}
 * @param keys what is kept for keys in memory
 * @param checkpoints what was written of it, and what that cost
 * @param deploymentPauses from when a worker found that rules change until it could take the events
 *     behind, each worker's; with those that a start has replayed
 * @param recoveredEntries journal entries replayed at the start
 * @param alerts raised since the store was made, without those in shadow
 * @param shadowAlerts stored since then of which nobody was told
 * @param rules of the deployed versions
 * @param draining rules of earlier versions that complete what they have begun
 * @param decisions what rules have decided
 * @param flow what flows through since the process started
 * @param failure why the engine stopped, or null
 */
public record EngineStats(
    long lastSequence,
    long events,
    long watermark,
    TimeStats time,
    List<IdStats> ids,
    int ringUsed,
    int ringSize,
    KeyStats keys,
    CheckpointStats checkpoints,
    Durations deploymentPauses,
    long recoveredEntries,
    long alerts,
    long shadowAlerts,
    List<RuleStats> rules,
    List<DrainStats> draining,
    DecisionStats decisions,
    FlowStats flow,
    @org.jspecify.annotations.Nullable String failure) {

  /**
   * What flows through, since the process started; without what a start replays.
   *
   * @param latencies from when what completed an alert was given to the engine (an event, or the
   *     word of a source that time has passed) until the alert was in the store; not of alerts that
   *     the clock completes
   * @param costs of the rules of the deployed versions
   */
  public record FlowStats(Durations latencies, List<SourceFlow> sources, List<RuleCost> costs) {}

  /**
   * What a source has brought.
   *
   * @param events that were taken
   */
  public record SourceFlow(String name, long events) {}

  /**
   * What it costs to match a rule, of all workers, about: one in so many events is timed, and the
   * sizes of the states that were written lately stand for all.
   *
   * @param events that concerned it, and keys of it
   * @param nanos that matching them took, without what is worked out for all rules together
   * @param stateBytes of all its keys, as they are stored
   */
  public record RuleCost(String ruleSet, String rule, long events, long nanos, long stateBytes) {}

  /**
   * What is left of a rule that drains.
   *
   * @param version of the rule set, whose rule it is
   * @param keys with anything that it remembers
   * @param partialMatches of all of them, those included whose time is over and that are not
   *     cleared away yet
   */
  public record DrainStats(
      String ruleSet, String rule, int version, long keys, long partialMatches) {}

  /**
   * Figures of keys, of all workers.
   *
   * @param states with something pending, in memory or in the store alone
   * @param bytes of memory that keys take, with what is pending for them, the rows of their windows
   *     and the tables by which they are found
   * @param partly whether there are keys that only the store has
   * @param memoryWaits how long workers stood still, each for itself, until a checkpoint made room
   */
  public record KeyStats(long states, long bytes, boolean partly, Durations memoryWaits) {}

  /**
   * Figures of checkpoints.
   *
   * @param lastSequence up to which entry the last one in the store holds everything; −1 before the
   *     first
   * @param lastMillis how long it took, from its barrier until it was in the store
   * @param lastBytes of what had changed since the one before it, keys included
   * @param count taken since the start
   * @param bytes of all these
   * @param pauses from when a worker found a barrier until it could take the events behind it, each
   *     worker's
   */
  public record CheckpointStats(
      long lastSequence,
      long lastMillis,
      long lastBytes,
      long count,
      long bytes,
      Durations pauses) {}

  /**
   * How long something took since the start.
   *
   * @param counts how often it took no longer than each of the {@link #BOUNDS_NANOS} but longer
   *     than the one before; at last, how often it took longer
   * @param sumNanos of all
   * @param longestNanos of all
   */
  public record Durations(List<Long> counts, long sumNanos, long longestNanos) {
    /** Rising: 0.1 ms to 10 s. */
    public static final List<Long> BOUNDS_NANOS =
        List.of(
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            1_000_000_000L,
            2_500_000_000L,
            10_000_000_000L);

    public Durations {
      counts = List.copyOf(counts);
    }

    /** How often it took some time. */
    public long count() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Figures of time. Counts are of events since the store was made.
   *
   * @param late came later than their type allows, whatever became of them
   * @param diverted of these, to the late log
   * @param dropped of these, only counted
   * @param duplicates whose id was seen before
   * @param held that wait for their turn now
   * @param releasedEarly that made room for others before their turn
   * @param sources in the order in which they came to be known
   * @param lanes by rising lateness; empty if no running rule has one
   */
  public record TimeStats(
      long late,
      long diverted,
      long dropped,
      long duplicates,
      long held,
      long releasedEarly,
      List<SourceStats> sources,
      List<LaneStats> lanes) {}

  /**
   * A source of events.
   *
   * @param watermark the greatest event time that it brought, ms; {@code Long.MIN_VALUE} before the
   *     first
   * @param idle whether it is silent for so long that nothing waits for it
   */
  public record SourceStats(String name, long watermark, boolean idle) {}

  /**
   * The rules of one lateness.
   *
   * @param watermark up to which events were matched, ms
   * @param held events that wait for their turn
   */
  public record LaneStats(long latenessMillis, long watermark, long held) {}

  /**
   * Figures of a rule, since the process started.
   *
   * @param matches found, suppressed ones included
   * @param suppressed by {@code once per}
   * @param alerts raised, without those in shadow; none by a rule that only emits or decides
   * @param shadowAlerts stored of which nobody was told
   * @param heldBack events that it did not make, as what would have made them was in shadow
   * @param runs partial matches pending
   * @param evaluationErrors conditions that became unknown by a run-time error
   * @param errorSample the latest such error, or null
   * @param runsDropped partial matches dropped by the limit
   * @param eventsLimited events, and moments, that completed more matches than the rule's limit
   *     lets through
   * @param limited set if any partial matches were dropped, since the rule began afresh
   * @param mode of which keys what it finds is told now
   * @param paused whether it takes no events now
   * @param failed why the engine has paused it, as it met an error that is ours; null if it has not
   */
  public record RuleStats(
      String ruleSet,
      String rule,
      RuleMode mode,
      boolean paused,
      @org.jspecify.annotations.Nullable String failed,
      long matches,
      long suppressed,
      long alerts,
      long shadowAlerts,
      long heldBack,
      long runs,
      long evaluationErrors,
      @org.jspecify.annotations.Nullable String errorSample,
      long runsDropped,
      long eventsLimited,
      @org.jspecify.annotations.Nullable Limited limited) {}

  /**
   * On how many events rules have decided since the process started, whether somebody asked or not:
   * each event counts once, as the most severe decision.
   *
   * @param waiting events on which somebody waits for an answer now
   */
  public record DecisionStats(long approve, long review, long decline, long waiting) {}

  /**
   * The ids of an event type with {@code dedupe}.
   *
   * @param remembered how many there are now
   * @param forgottenEarly how many have made room for others since the process started, before
   *     their time was over: duplicates of theirs are matched
   */
  public record IdStats(String type, long remembered, long forgottenEarly) {}

  /**
   * A key of a rule had more partial matches than one key may have, and those that started first
   * were dropped: alerts may be missing.
   *
   * @param since event time when that happened first, ms
   * @param dropped how many partial matches, of all keys
   * @param key of the first time, masked where it is personal data
   */
  public record Limited(long since, long dropped, List<NamedValue> key) {
    public Limited {
      key = List.copyOf(key);
    }
  }
}
