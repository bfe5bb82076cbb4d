package io.tripline.engine.pipeline;

import io.tripline.engine.event.Bytes;
import io.tripline.engine.event.EventView;
import io.tripline.engine.predicate.PredicateEvaluator;
import java.util.Arrays;

/** The rules of one lane in one worker, and the time that they have come to. */
final class LaneRuns {
  private final PredicateEvaluator predicates;
  // Else the predicates list only the rules that an event can begin; others are asked for.
  private final boolean listsAll;
  private final RuleRun[] runs;
  private final RuleRun[] watched;
  private final boolean isWatching;
  private final KeyGroup[] groups;
  private final Dispatch.At[][] byType;
  private final EventKey key = new EventKey();
  private final Ahead ahead = new Ahead();

  // What to bring near; see there.
  private long[] hashes = new long[64];
  private int[] records = new int[64];
  private KeyGroup[] touched = new KeyGroup[64];
  private int touches;
  // The event at hand, among those that were looked at.
  private int current;
  private final KeyGroup.Concern concern;
  // Written so that the compiler must not leave reads out.
  private int nothing;

  /** The greatest clock so far. */
  long clock;

  /** Not later than the earliest end that any of them waits for. */
  long nextTimer;

  /** Not later than the first time at which a state of any of them can be removed. */
  long nextExpiry;

  /**
   * @param runs by their place in the predicates
   * @param groups in the order of the dispatch
   */
  LaneRuns(
      Dispatch.Lane lane,
      PredicateEvaluator predicates,
      RuleRun[] runs,
      KeyGroup[] groups,
      long clock) {
    this.predicates = predicates;
    this.runs = runs;
    this.watched = Arrays.stream(runs).filter(RuleRun::isWatched).toArray(RuleRun[]::new);
    this.isWatching = watched.length > 0;
    this.listsAll = lane.predicates().listsAll();
    this.concern = this::concern;
    for (int g = 0; g < groups.length; g++) {
      Dispatch.Group range = lane.groups().get(g);
      for (int place = range.from(); place < range.to(); place++) {
        runs[place].place(place);
        groups[g].placed(runs[place]);
      }
    }
    this.groups = groups;
    this.byType = lane.byType();
    this.clock = clock;
    update();
  }

  /** Which keys are a worker's. */
  interface Ownership {
    boolean owns(long hash);
  }

  /** Whether a group's rules are of this lane. */
  boolean has(KeyGroup group) {
    return Arrays.asList(groups).contains(group);
  }

  /** The key of the event at hand. */
  EventKey key() {
    return key;
  }

  /** Whether it pays to look at events before their turn comes. */
  boolean looksAhead() {
    for (KeyGroup group : groups) {
      if (group.isLarge()) {
        return true;
      }
    }
    return false;
  }

  /** Before events are looked at: forgets those before. */
  void begin() {
    ahead.clear();
    touches = 0;
  }

  /**
   * Finds out what an event can concern, before its turn comes.
   *
   * @param isMatched whether it will have one
   */
  void lookAt(EventView event, boolean isMatched, Ownership ownership) {
    ahead.next();
    if (!isMatched) {
      return;
    }
    int typeId = event.typeId();
    Dispatch.At[] keys = byType[typeId];
    if (!ownsAny(event, keys, ownership)) {
      return;
    }
    int concerned = predicates.evaluate(event.bytes(), event.base(), typeId);
    ahead.add(predicates, concerned);
    if (concerned > 0 || !listsAll) {
      for (Dispatch.At at : keys) {
        KeyGroup group = groups[at.group()];
        long hash = hash(event, at);
        if (group.isLarge() && hash != 0 && ownership.owns(hash)) {
          touch(group, hash);
        }
      }
    }
  }

  private void touch(KeyGroup group, long hash) {
    if (touches == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * touches);
      records = Arrays.copyOf(records, 2 * touches);
      touched = Arrays.copyOf(touched, 2 * touches);
    }
    hashes[touches] = hash;
    touched[touches++] = group;
  }

  /**
   * Brings what the events that were looked at will need nearer: first all places in the tables,
   * then all records, then their first states. Each is a step that depends on the one before, and
   * many of one step can be underway at once.
   */
  void bringNear() {
    int sum = 0;
    for (int i = 0; i < touches; i++) {
      records[i] = touched[i].guess(hashes[i]);
    }
    for (int i = 0; i < touches; i++) {
      records[i] = touched[i].firstState(records[i]);
    }
    for (int i = 0; i < touches; i++) {
      sum += touched[i].touch(records[i]);
    }
    nothing = sum;
  }

  /**
   * Takes an event at the lane's clock: only the rules that it can concern, and only its keys.
   *
   * @param index among those that were looked at
   */
  void onEvent(int index, EventView event, long number, Ownership ownership, KeyGroup.Sink sink) {
    turnTo(index, event);
    int end = ahead.start(index + 1);
    int i = ahead.start(index);
    for (Dispatch.At at : byType[event.typeId()]) {
      while (i < end && ahead.rule(i) < at.from()) {
        i++;
      }
      int from = i;
      while (i < end && ahead.rule(i) < at.to()) {
        i++;
      }
      KeyGroup group = groups[at.group()];
      if (from < i || group.hasSeeing() || isWatching || !listsAll && group.keys() > 0) {
        long hash = hash(event, at);
        if (hash != 0 && ownership.owns(hash)) {
          key.of(event, at.key());
          group.turnTo(hash, key);
          offer(group, event, from, i, number, sink);
          changed(group);
        }
      }
    }
  }

  /** The event for the rules of a group; those that it concerns are between two places. */
  private void offer(
      KeyGroup group, EventView event, int from, int to, long number, KeyGroup.Sink sink) {
    if (group.hasSeeing() || (listsAll ? anyHasPending(from, to) : group.keys() > 0)) {
      group.onPending(concern, event, number, clock, sink);
    }
    int typeId = event.typeId();
    for (int i = from; i < to; i++) {
      RuleRun run = runs[ahead.rule(i)];
      long variables = ahead.variables(i);
      if (run.canStart(variables) && run.takes(typeId) && run.isNew(number)) {
        group.onStart(run, event, variables, number, clock, sink);
      }
    }
    for (RuleRun run : watched) {
      if (run.group() == group && run.takes(typeId) && run.isNew(number)) {
        group.onWatched(run, event, concern.of(run.place()), number, clock, sink);
      }
    }
  }

  private void turnTo(int index, EventView event) {
    current = index;
    if (!listsAll) {
      predicates.turnTo(event.bytes(), event.base(), event.typeId());
    }
  }

  /** What the event at hand can satisfy of the rule at a place. */
  private long concern(int place) {
    long listed = ahead.variablesOf(current, place);
    return listed != 0 || listsAll ? listed : predicates.unlisted(place);
  }

  private boolean anyHasPending(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!runs[ahead.rule(i)].figures().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Notes the states that an event will need and that were put away.
   *
   * @param index among those that were looked at
   * @param loads where the needs of many events are collected
   */
  void need(int index, EventView event, Ownership ownership, StateLoads loads) {
    turnTo(index, event);
    for (Dispatch.At at : byType[event.typeId()]) {
      long hash = hash(event, at);
      if (hash != 0 && ownership.owns(hash)) {
        key.of(event, at.key());
        groups[at.group()].turnTo(hash, key);
        groups[at.group()].need(concern, event, loads);
      }
    }
  }

  private static long hash(EventView event, Dispatch.At at) {
    return Bytes.getLong(event.bytes(), event.base() + at.hashOffset());
  }

  private static boolean ownsAny(EventView event, Dispatch.At[] keys, Ownership ownership) {
    for (Dispatch.At at : keys) {
      long hash = hash(event, at);
      if (hash != 0 && ownership.owns(hash)) {
        return true;
      }
    }
    return false;
  }

  /** Lets time pass: completes what ends before {@link #clock}. */
  void onTime(KeyGroup.Sink sink) {
    if (clock > nextTimer) {
      for (KeyGroup group : groups) {
        group.onTime(clock, sink);
      }
      update();
    }
  }

  /** Tells listeners of time that passes. */
  void tellTime() {
    for (RuleRun run : watched) {
      run.matcher().timePasses(clock);
    }
  }

  /** After one of them has taken an event, or was given a state. */
  void changed(KeyGroup group) {
    nextTimer = Math.min(nextTimer, group.nextTimer());
    nextExpiry = Math.min(nextExpiry, group.nextExpiry());
  }

  /** Removes what can no longer become a match. */
  void expire() {
    for (KeyGroup group : groups) {
      group.expire(clock);
    }
    update();
  }

  /** After time has completed what ends before the clock. */
  private void update() {
    nextTimer = Long.MAX_VALUE;
    nextExpiry = Long.MAX_VALUE;
    for (KeyGroup group : groups) {
      changed(group);
    }
  }
}
