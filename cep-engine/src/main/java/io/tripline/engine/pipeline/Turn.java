package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.predicate.PredicateEvaluator;
import io.tripline.engine.predicate.PredicateSet;

/** The event whose turn it is in a lane. Reused; not thread-safe. */
final class Turn {
  private final PredicateEvaluator predicates;
  // Else they list only the rules that an event can begin; others are asked for.
  private final boolean listsAll;
  private final EventKey key = new EventKey();
  private EventView event = new EventView();
  private int typeId;
  private long number;
  // Another one for each event, which its number is not: several are made at one.
  private long stamp;
  private long clock;

  // By place: the last event that was found to concern the rule, and what that can satisfy of it.
  private final long[] concernedBy;
  private final long[] variables;

  // By type, the classes of each rule; of the event's type; those that are open to the event.
  private final long[][] classesByType;
  private long[] classes = {};
  private long open;
  // Of the rules that were found to be concerned, the last bits of their places.
  private long concerned;

  /**
   * @param set what the predicates evaluate
   * @param types how many event types there are
   * @param rules how many rules the lane has
   */
  Turn(PredicateSet set, PredicateEvaluator predicates, int types, int rules) {
    this.predicates = predicates;
    this.listsAll = set.listsAll();
    this.classesByType = new long[types][];
    for (int type = 0; type < types; type++) {
      classesByType[type] = set.classes(type);
    }
    this.concernedBy = new long[rules];
    this.variables = new long[rules];
  }

  /**
   * Turns to an event, to which the predicates have turned.
   *
   * @param number of the event
   * @param clock of the lane
   */
  void of(EventView event, int typeId, long number, long clock) {
    this.event = event;
    this.typeId = typeId;
    this.number = number;
    this.stamp++;
    this.clock = clock;
    this.classes = classesByType[typeId];
    this.concerned = 0;
    this.open = listsAll ? 0 : predicates.openClasses();
  }

  /**
   * Turns to an event of which the predicates can tell nothing: all rules that take it have to be
   * told what it can satisfy of them, be it nothing.
   */
  void ofAlone(EventView event, int typeId, long number, long clock) {
    this.event = event;
    this.typeId = typeId;
    this.number = number;
    this.stamp++;
    this.clock = clock;
    this.classes = classesByType[typeId];
    this.concerned = 0;
    this.open = 0;
  }

  EventView event() {
    return event;
  }

  int typeId() {
    return typeId;
  }

  long number() {
    return number;
  }

  /** Tells it from all events before it in the lane. */
  long stamp() {
    return stamp;
  }

  long clock() {
    return clock;
  }

  /** Its key, for the rules that are asked now. */
  EventKey key() {
    return key;
  }

  /**
   * Says that the event was found to concern a rule.
   *
   * @param place of the rule; see {@link RuleRun#place}
   * @param satisfied what of it the event can satisfy
   */
  void concerns(int place, long satisfied) {
    concernedBy[place] = stamp;
    variables[place] = satisfied;
    concerned |= 1L << place;
  }

  /**
   * Whether it may concern a rule of one of these classes that it was not found to concern so far;
   * see {@link PredicateSet#classes}.
   */
  boolean isOpen(long anyOf) {
    return (open & anyOf) != 0;
  }

  /** Whether it may concern the rule at a place. If not, there is nothing of it to satisfy. */
  boolean mayConcern(int place) {
    return (open & classes[place] | concerned >>> place & 1) != 0;
  }

  /**
   * What the event can satisfy of the rule at a place: a bit for each variable and loop; see {@link
   * io.tripline.engine.predicate.PredicateSet}.
   */
  long variables(int place) {
    if (concernedBy[place] == stamp) {
      return variables[place];
    }
    return listsAll ? 0 : predicates.unlisted(place);
  }
}
