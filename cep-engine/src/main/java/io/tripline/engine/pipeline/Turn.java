package io.tripline.engine.pipeline;

import io.tripline.engine.event.EventView;
import io.tripline.engine.predicate.PredicateEvaluator;

/** The event whose turn it is in a lane. Reused; not thread-safe. */
final class Turn {
  private final PredicateEvaluator predicates;
  // Else they list only the rules that an event can begin; others are asked for.
  private final boolean listsAll;
  private final EventKey key = new EventKey();
  private EventView event = new EventView();
  private int typeId;
  private long number;
  private long clock;

  // By place: the last event that was found to concern the rule, and what that can satisfy of it.
  private final long[] concernedBy;
  private final long[] variables;

  /**
   * @param rules how many rules the lane has
   */
  Turn(PredicateEvaluator predicates, boolean listsAll, int rules) {
    this.predicates = predicates;
    this.listsAll = listsAll;
    this.concernedBy = new long[rules];
    this.variables = new long[rules];
  }

  /**
   * Turns to an event.
   *
   * @param number of the event
   * @param clock of the lane
   */
  void of(EventView event, int typeId, long number, long clock) {
    this.event = event;
    this.typeId = typeId;
    this.number = number;
    this.clock = clock;
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
    concernedBy[place] = number;
    variables[place] = satisfied;
  }

  /**
   * What the event can satisfy of the rule at a place: a bit for each variable and loop; see {@link
   * io.tripline.engine.predicate.PredicateSet}.
   */
  long variables(int place) {
    if (concernedBy[place] == number) {
      return variables[place];
    }
    return listsAll ? 0 : predicates.unlisted(place);
  }
}
