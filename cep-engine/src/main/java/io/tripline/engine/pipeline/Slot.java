package io.tripline.engine.pipeline;

import io.tripline.engine.alert.NamedValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the ring: filled by one producer, read by every handler, told by the intake what each
 * event is to rules, given a list of matches by each match worker, emptied by the alert handler.
 * Preallocated and reused.
 */
final class Slot {
  /** What a slot holds of small events, at most; an event larger than this has one of its own. */
  static final int BYTES = 1 << 15;

  /**
   * With a TIME entry: so many events of a source have come, the last of that time, of which no
   * rule is told.
   */
  record PassedOver(int events) {}

  /** In place of the moment at which a slot's entries arrived, where that is nobody's concern. */
  static final long NO_ARRIVAL = Long.MIN_VALUE;

  private static final byte[] NOTHING = {};

  private EntryKind kind = EntryKind.EVENTS;
  private byte[] data = NOTHING;
  private byte[] own = NOTHING;
  private int start;
  private int length;
  private int count;
  private @Nullable Object payload;
  private long arrivedAt = NO_ARRIVAL;
  private final Schedule schedule = new Schedule();
  private long firstNumber;
  private long clock = Long.MIN_VALUE;
  private long watermark = Long.MIN_VALUE;
  private long events;
  // Filled only where not all are MATCH.
  private Verdict[] verdicts = {};
  private boolean mixed;
  private boolean diverted;
  // The intake's: what it had come to when the slot was used the last time.
  private long intakeClock = Long.MIN_VALUE;
  private long intakeNumber;
  private final List<List<PendingMatch>> matches = new ArrayList<>();
  private final List<List<FeatureReading>> readings = new ArrayList<>();
  // By worker and level of the rules that made them.
  private final List<List<List<MadeEvent>>> made = new ArrayList<>();
  // Likewise, of rules that have failed; almost always empty.
  private final List<List<List<RuleError>>> errors = new ArrayList<>();

  Slot(int workers) {
    for (int i = 0; i < workers; i++) {
      matches.add(new ArrayList<>(0));
      readings.add(new ArrayList<>(0));
      made.add(new ArrayList<>(0));
      errors.add(new ArrayList<>(0));
    }
  }

  void fill(
      EntryKind kind, byte[] source, int offset, int length, int count, @Nullable Object payload) {
    // A slot that has held a huge event gives the memory back with its next use.
    if (own.length < length || (own.length > BYTES && length <= BYTES)) {
      own = new byte[length <= BYTES ? Math.min(BYTES, Math.max(1024, 2 * length)) : length];
    }
    System.arraycopy(source, offset, own, 0, length);
    lend(kind, own, 0, length, count);
    this.payload = payload;
    arrivedAt = NO_ARRIVAL;
  }

  /** The same without a copy and a payload: the bytes must stay as they are while it is used. */
  void lend(EntryKind kind, byte[] source, int offset, int length, int count) {
    this.kind = kind;
    this.data = source;
    this.start = offset;
    this.length = length;
    this.count = count;
  }

  /** The same with a payload. */
  void lend(
      EntryKind kind,
      byte[] source,
      int offset,
      int length,
      int count,
      @Nullable PassedOver passedOver) {
    lend(kind, source, offset, length, count);
    payload = passedOver;
  }

  EntryKind kind() {
    return kind;
  }

  /** Says when its entries were given to the engine, by {@link System#nanoTime}. */
  void arrived(long nanos) {
    arrivedAt = nanos;
  }

  /** See {@link #arrived}; {@link #NO_ARRIVAL} for what a replay puts in, and what clocks do. */
  long arrivedAt() {
    return arrivedAt;
  }

  /** Holds the entry's bytes, from {@link #start} on; for events, one after another. */
  byte[] data() {
    return data;
  }

  /** Where they begin. */
  int start() {
    return start;
  }

  /** How many they are. */
  int length() {
    return length;
  }

  /** Number of entries; a barrier is none. */
  int count() {
    return count;
  }

  DeploymentPlan plan() {
    if (payload instanceof DeploymentPlan plan) {
      return plan;
    }
    throw new IllegalStateException(kind + " without a plan");
  }

  CheckpointTicket ticket() {
    if (payload instanceof CheckpointTicket ticket) {
      return ticket;
    }
    throw new IllegalStateException(kind + " without a ticket");
  }

  /** What is known of the times of events; null if nothing is. */
  @Nullable InOrder inOrder() {
    return switch (payload) {
      case InOrder inOrder -> inOrder;
      case Question question -> question.inOrder();
      case null, default -> null;
    };
  }

  /** Who waits for what the rules say of the slot's only event; null where nobody does. */
  @Nullable Question question() {
    return payload instanceof Question question ? question : null;
  }

  /** For how many events it stands of which no rule is told; see {@link PastEntries}. */
  int passedOver() {
    return payload instanceof PassedOver passed ? passed.events() : 0;
  }

  /** The entry's bytes, to be read from their start; not for events. */
  ByteSource entry() {
    return SourceEntryCodec.read(Arrays.copyOfRange(data, start, start + length));
  }

  /** What happens in the lanes that hold events back. Written by the intake. */
  Schedule schedule() {
    return schedule;
  }

  /**
   * Numbers the slot's events. Rules take all of them, except for those of which {@link #set} says
   * otherwise. By the intake.
   *
   * @param before the time that rules without lateness go by before the first: from there it is the
   *     greatest time of those that they take
   */
  void prepare(long firstEvent, long before) {
    firstNumber = firstEvent;
    clock = before;
    mixed = false;
    diverted = false;
  }

  /**
   * Says that rules do not take an event. By the intake.
   *
   * @param index of the event in the slot
   * @param verdict why
   */
  void set(int index, Verdict verdict) {
    if (!mixed) {
      mixed = true;
      if (verdicts.length < count) {
        verdicts = new Verdict[Math.max(count, 2 * verdicts.length)];
      }
      Arrays.fill(verdicts, 0, count, Verdict.MATCH);
    }
    verdicts[index] = verdict;
    diverted |= verdict == Verdict.DIVERTED;
  }

  /**
   * Says how far things are after the slot. By the intake.
   *
   * @param time that rules without lateness go by
   * @param allEvents how many have come
   */
  void passed(long time, long allEvents) {
    watermark = time;
    events = allEvents;
  }

  /** How many events have come after it. */
  long events() {
    return events;
  }

  long watermark() {
    return watermark;
  }

  /** Place among all events, from 1, of the slot's first. */
  long firstNumber() {
    return firstNumber;
  }

  /** Whether an event was diverted; of a slot of events. */
  boolean hasDiverted() {
    return diverted;
  }

  /** The time that rules without lateness go by before the slot's first event. */
  long clock() {
    return clock;
  }

  Verdict verdict(int index) {
    return mixed ? verdicts[index] : Verdict.MATCH;
  }

  /**
   * Notes what the intake has come to with the slot's entries. By the intake: when it meets the
   * slot again, every worker has come there, too.
   *
   * @param leastClock that any event will be matched at from here on
   * @param number of the last event
   */
  void intakeAt(long leastClock, long number) {
    intakeClock = leastClock;
    intakeNumber = number;
  }

  /** See {@link #intakeAt}. */
  long intakeClock() {
    return intakeClock;
  }

  /** See {@link #intakeAt}. */
  long intakeNumber() {
    return intakeNumber;
  }

  /** Where a match worker puts its matches. */
  List<PendingMatch> matches(int worker) {
    return matches.get(worker);
  }

  /** Where a match worker puts what features are at events on which somebody waits. */
  List<FeatureReading> readings(int worker) {
    return readings.get(worker);
  }

  /** The features at such an event, by all workers. */
  List<NamedValue> features(long event) {
    return FeatureReading.at(event, readings);
  }

  /** Where a match worker puts the events that its rules of a level make. */
  List<MadeEvent> made(int worker, int level) {
    return ofLevel(made.get(worker), level);
  }

  /** Adds what rules below a level have made, in all workers, to {@code target}. */
  void madeBelow(int level, List<MadeEvent> target) {
    addBelow(made, level, target);
  }

  /** Where a match worker puts the errors of its rules of a level. */
  List<RuleError> errors(int worker, int level) {
    return ofLevel(errors.get(worker), level);
  }

  /** Adds the errors of rules below a level, in all workers, to {@code target}. */
  void errorsBelow(int level, List<RuleError> target) {
    addBelow(errors, level, target);
  }

  private static <T> List<T> ofLevel(List<List<T>> byLevel, int level) {
    while (byLevel.size() <= level) {
      byLevel.add(new ArrayList<>(0));
    }
    return byLevel.get(level);
  }

  private static <T> void addBelow(List<List<List<T>>> all, int level, List<T> target) {
    for (int worker = 0; worker < all.size(); worker++) {
      List<List<T>> byLevel = all.get(worker);
      for (int below = 0; below < Math.min(level, byLevel.size()); below++) {
        target.addAll(byLevel.get(below));
      }
    }
  }

  /** Moves the matches of all workers to {@code target}. */
  void takeMatches(List<PendingMatch> target) {
    for (int i = 0; i < matches.size(); i++) {
      List<PendingMatch> list = matches.get(i);
      if (!list.isEmpty()) {
        target.addAll(list);
        list.clear();
      }
    }
  }

  /** Lets go of what only this use of the slot needed. */
  void release() {
    payload = null;
    schedule.clear();
    readings.forEach(List::clear);
    for (List<List<MadeEvent>> byLevel : made) {
      byLevel.forEach(List::clear);
    }
    for (List<List<RuleError>> byLevel : errors) {
      byLevel.forEach(List::clear);
    }
  }
}
