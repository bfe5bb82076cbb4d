package io.tripline.engine.predicate;

import io.tripline.engine.expression.Frame;
import java.util.List;

/** Tells which rules an event can concern. One a thread; allocates nothing per event. */
public final class PredicateEvaluator {
  private final TypeEvaluator[] types;
  private final int[] rules;
  private final long[] masks;
  private final Frame frame = new Frame();
  private int type;

  PredicateEvaluator(List<TypePredicates> types, int ruleCount) {
    this.types = types.stream().map(TypePredicates::newEvaluator).toArray(TypeEvaluator[]::new);
    this.rules = new int[ruleCount];
    this.masks = new long[ruleCount];
  }

  /**
   * Looks at an event, and turns to it.
   *
   * @param base where it starts in {@code bytes}
   * @param typeId of the event: index of its type in the schema
   * @return how many rules it can concern; where the set does not list all ({@link
   *     PredicateSet#listsAll}), only those in which a match can begin with it
   */
  public int evaluate(byte[] bytes, int base, int typeId) {
    turnTo(bytes, base, typeId);
    return types[typeId].evaluate(rules, masks);
  }

  /**
   * Turns to an event, for {@link #unlisted}. What {@link #evaluate} has listed last stays.
   *
   * @param base where it starts in {@code bytes}, which must not change while it is asked about
   * @param typeId of the event: index of its type in the schema
   */
  public void turnTo(byte[] bytes, int base, int typeId) {
    type = typeId;
    types[typeId].turnTo(bytes, base, frame.event(bytes, base));
  }

  /**
   * Which rules {@link #unlisted} is worth to be asked for, as to the event at hand: those of open
   * classes; see {@link PredicateSet#classes}. To be asked once per event.
   */
  public long openClasses() {
    return types[type].openClasses();
  }

  /**
   * What the event at hand can satisfy of a rule that {@link #evaluate} does not list for it; see
   * {@link PredicateSet}. A few comparisons; what is known of the event's fields is found once.
   *
   * @param rule its index in the list that the set was compiled from
   * @return 0 if the event cannot concern it
   */
  public long unlisted(int rule) {
    return types[type].unlisted(rule);
  }

  /**
   * A rule that the event can concern: its index in the list that the set was compiled from.
   *
   * @param i from 0 to the number that {@link #evaluate} gave; rules ascend with it
   */
  public int rule(int i) {
    return rules[i];
  }

  /** What of that rule the event can satisfy; see {@link PredicateSet}. Never 0. */
  public long variables(int i) {
    return masks[i];
  }
}
