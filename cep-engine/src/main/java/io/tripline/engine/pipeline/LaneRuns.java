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
  private final KeyGroup[] groups;
  private final Dispatch.At[][] byType;
  // For each of these, the classes of its rules; see Turn.
  private final long[][] classes;
  private final Ownership ownership;
  private final KeyGroup.Sink sink;
  // Whether an event that the predicates list no rule for is nothing to any rule.
  private final boolean passesUnlisted;
  private final Turn turn;
  // The rules that the event at hand was found to concern, by their places.
  private final RuleRun[] concerned;
  private final LaneFeatures features;
  // How many events have had a turn with features, which tells such turns apart.
  private long turns;
  private final Ahead ahead = new Ahead();
  private final Prefetch prefetch = new Prefetch();

  /** The greatest clock so far. */
  long clock;

  /** Not later than the earliest end that any of them waits for. */
  long nextTimer;

  /** Not later than the first time at which a state of any of them can be removed. */
  long nextExpiry;

  /**
   * @param runs by their place in the predicates
   * @param groups in the order of the dispatch
   * @param features that its rules read
   * @param sink takes their matches
   */
  LaneRuns(
      Dispatch.Lane lane,
      PredicateEvaluator predicates,
      RuleRun[] runs,
      KeyGroup[] groups,
      LaneFeatures features,
      Ownership ownership,
      KeyGroup.Sink sink,
      long clock) {
    this.predicates = predicates;
    this.runs = runs;
    this.watched = Arrays.stream(runs).filter(RuleRun::isWatched).toArray(RuleRun[]::new);
    this.listsAll = lane.predicates().listsAll();
    this.passesUnlisted =
        listsAll && watched.length == 0 && Arrays.stream(runs).noneMatch(RuleRun::seesEverything);
    this.byType = lane.byType();
    this.turn = new Turn(lane.predicates(), predicates, byType.length, runs.length);
    this.classes = new long[byType.length][];
    for (int type = 0; type < byType.length; type++) {
      long[] ofRules = lane.predicates().classes(type);
      classes[type] =
          Arrays.stream(byType[type])
              .mapToLong(
                  at -> Arrays.stream(ofRules, at.from(), at.to()).reduce(0, (a, b) -> a | b))
              .toArray();
    }
    this.concerned = new RuleRun[runs.length];
    for (int g = 0; g < groups.length; g++) {
      Dispatch.Group range = lane.groups().get(g);
      for (int place = range.from(); place < range.to(); place++) {
        runs[place].place(place);
        groups[g].placed(runs[place]);
      }
    }
    for (KeyGroup group : groups) {
      group.turnAway();
      group.time(() -> this.clock);
    }
    this.groups = groups;
    this.features = features;
    this.ownership = ownership;
    this.sink = sink;
    this.clock = clock;
    update();
  }

  /** Whether a group's rules are of this lane. */
  boolean has(KeyGroup group) {
    return Arrays.asList(groups).contains(group);
  }

  /** The key of the event at hand. */
  EventKey key() {
    return turn.key();
  }

  // ---- events

  /** Takes an event at the lane's clock: only the rules that it can concern, and only its keys. */
  void onEvent(EventView event, long number) {
    if (!features.any()) {
      match(event, number);
      return;
    }
    turns++;
    EventView with = features.of(event, clock, turns);
    for (KeyGroup group : features.changedBy(event.typeId())) {
      changed(group);
    }
    tell(with, number);
    match(with, number);
  }

  private void tell(EventView with, long number) {
    if (with.isAsked()) {
      features.tell(with, sink.numberOf(number), sink.readings());
    }
  }

  /**
   * Works out the features of an event that are this worker's, for all workers.
   *
   * @param at the clock that the lane will have come to then
   * @param position of the event in the slot
   */
  void workOut(EventView event, long at, int position, SharedFeatures into) {
    turns++;
    features.workOut(event, at, turns, position, into);
    for (KeyGroup group : features.changedBy(event.typeId())) {
      changed(group);
    }
  }

  /**
   * Takes an event whose features the workers have worked out.
   *
   * @param position at which they did
   */
  void onEvent(EventView event, long number, int position, SharedFeatures[] from) {
    turns++;
    EventView with = features.of(event, position, from);
    tell(with, number);
    match(with, number);
  }

  /** What rules read at events. */
  LaneFeatures features() {
    return features;
  }

  private void match(EventView event, long number) {
    int typeId = event.typeId();
    if (!ownership.ownsAll() && !ownsAny(event, typeId)) {
      return;
    }
    int count;
    try {
      count = predicates.evaluate(event.bytes(), event.base(), typeId);
    } catch (Throwable e) {
      offer(askOneByOne(event, number, e));
      return;
    }
    if (count == 0 && passesUnlisted) {
      return;
    }
    turn.of(event, typeId, number, clock);
    for (int i = 0; i < count; i++) {
      int place = predicates.rule(i);
      concerned[i] = runs[place];
      turn.concerns(place, predicates.variables(i));
    }
    offer(count);
  }

  /**
   * Where an error was met when the conditions of all rules were asked together: finds those whose
   * it is, and what the event concerns among the others.
   *
   * @return how many of these there are
   */
  private int askOneByOne(EventView event, long number, Throwable met) {
    turn.ofAlone(event, event.typeId(), number, clock);
    int count = 0;
    boolean found = false;
    for (RuleRun run : runs) {
      long variables = 0;
      try {
        variables = run.takes(event.typeId()) ? run.matcher().variables(event) : 0;
      } catch (Throwable e) {
        found = true;
        sink.failed(run, e);
      }
      turn.concerns(run.place(), variables);
      if (variables != 0) {
        concerned[count++] = run;
      }
    }
    if (!found) {
      throw new IllegalStateException("an error that is no rule's", met);
    }
    return count;
  }

  private boolean ownsAny(EventView event, int typeId) {
    for (Dispatch.At at : byType[typeId]) {
      if (isOwn(hash(event, at))) {
        return true;
      }
    }
    return false;
  }

  private static long hash(EventView event, Dispatch.At at) {
    return Bytes.getLong(event.bytes(), event.base() + at.hashOffset());
  }

  private boolean isOwn(long hash) {
    return hash != 0 && ownership.owns(hash);
  }

  /** The event at hand to the rules of all groups, of which it was found to concern so many. */
  private void offer(int count) {
    EventView event = turn.event();
    Dispatch.At[] ats = byType[turn.typeId()];
    long[] classesOf = classes[turn.typeId()];
    int i = 0;
    for (int a = 0; a < ats.length; a++) {
      Dispatch.At at = ats[a];
      int from = i;
      while (i < count && concerned[i].place() < at.to()) {
        i++;
      }
      KeyGroup group = groups[at.group()];
      boolean mayWait = from < i || turn.isOpen(classesOf[a]);
      if (from < i || group.hasSeeing() || watched.length > 0 || mayWait && group.hasKeys()) {
        long hash = hash(event, at);
        if (isOwn(hash)) {
          turn.key().of(event, at.key());
          if (features.any()) {
            group.turnTo(hash, turn.key(), turns, at.hashOffset());
          } else {
            group.turnTo(hash, turn.key());
          }
          offer(group, from, i, mayWait);
          changed(group);
        }
      }
    }
  }

  /**
   * To the rules of one group: those that the event was found to concern are between the two.
   *
   * @param mayWait whether it may concern any that waits
   */
  private void offer(KeyGroup group, int from, int to, boolean mayWait) {
    if (group.hasSeeing() || mayWait && (listsAll ? anyHasPending(from, to) : group.hasKeys())) {
      group.onPending(turn, sink);
    }
    for (int i = from; i < to; i++) {
      RuleRun run = concerned[i];
      if (run.canStart(turn.variables(run.place())) && run.isNew(turn.stamp())) {
        group.onStart(run, turn, sink);
      }
    }
    for (RuleRun run : watched) {
      if (run.group() == group && run.takes(turn.typeId()) && run.isNew(turn.stamp())) {
        group.onWatched(run, turn, sink);
      }
    }
  }

  private boolean anyHasPending(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!concerned[i].figures().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  // ---- before events

  /** Whether it can be told what events concern before their turn comes: not by their features. */
  boolean canLookAhead() {
    return !features.any();
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
    prefetch.clear();
  }

  /**
   * Finds out what an event can concern, before its turn comes.
   *
   * @param isMatched whether it will have one
   * @return false if that cannot be found out, since a rule has met an error
   */
  boolean lookAt(EventView event, boolean isMatched) {
    ahead.next();
    int typeId = event.typeId();
    if (!isMatched || !ownsAny(event, typeId)) {
      return true;
    }
    int count;
    try {
      count = predicates.evaluate(event.bytes(), event.base(), typeId);
    } catch (Throwable e) {
      return false; // it is met again at the event's turn
    }
    ahead.add(predicates, count);
    if (count > 0 || !listsAll) {
      for (Dispatch.At at : byType[typeId]) {
        KeyGroup group = groups[at.group()];
        long hash = hash(event, at);
        if (group.isLarge() && isOwn(hash)) {
          prefetch.add(group, hash);
        }
      }
    }
    return true;
  }

  /** Brings what the events that were looked at will need nearer. */
  void bringNear() {
    prefetch.fetch();
  }

  /**
   * Takes an event that was looked at.
   *
   * @param index among those
   */
  void onEvent(int index, EventView event, long number) {
    int count = recall(index, event, number);
    if (count > 0 || !passesUnlisted) {
      offer(count);
    }
  }

  /** Turns to an event that was looked at; how many rules it was found to concern. */
  private int recall(int index, EventView event, long number) {
    int from = ahead.start(index);
    int count = ahead.start(index + 1) - from;
    turn.of(event, event.typeId(), number, clock);
    if (!listsAll) {
      predicates.turnTo(event.bytes(), event.base(), event.typeId());
    }
    for (int i = 0; i < count; i++) {
      int place = ahead.rule(from + i);
      concerned[i] = runs[place];
      turn.concerns(place, ahead.variables(from + i));
    }
    return count;
  }

  /** Whether there may be keys that the store alone has. */
  boolean isPartial() {
    for (KeyGroup group : groups) {
      if (group.states().isPartial()) {
        return true;
      }
    }
    return false;
  }

  /** Notes the keys of an event that were put away and may be needed. */
  void want(EventView event) {
    for (Dispatch.At at : byType[event.typeId()]) {
      long hash = hash(event, at);
      if (isOwn(hash)) {
        turn.key().of(event, at.key());
        groups[at.group()].turnTo(hash, turn.key());
        groups[at.group()].want();
      }
    }
    features.want(event);
  }

  /**
   * Notes the keys of an event that was looked at, likewise.
   *
   * @param index among those
   */
  void want(int index, EventView event) {
    if (ahead.start(index + 1) > ahead.start(index) || !passesUnlisted) {
      want(event);
    }
  }

  // ---- time

  /** Lets time pass: completes what ends before {@link #clock}. */
  void onTime() {
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
