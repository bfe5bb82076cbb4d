package io.tripline.engine.pipeline;

import io.tripline.engine.match.Match;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where rules have failed. From such a place on nothing counts that the rule finds, whoever found
 * it: so the outcome depends neither on the number of workers, nor on how far each of them was.
 * Whoever has to leave it out has one of these, and is told of the same errors in the same order.
 * Not thread-safe.
 */
final class RuleErrors {
  private static final Comparator<RuleFailure> BY_PLACE =
      Comparator.comparingLong(RuleFailure::sequence)
          .thenComparingLong(RuleFailure::clock)
          .thenComparingLong(RuleFailure::completedBy);

  private final Map<Long, RuleFailure> byStateId = new HashMap<>();
  private final List<RuleError> met = new ArrayList<>();
  private final boolean noted;

  /** None so far; where one is met, it is thrown on. */
  RuleErrors() {
    noted = false;
  }

  private RuleErrors(boolean noted) {
    this.noted = noted;
  }

  /** None so far; where one is met, its rule stops there, and the others go on. */
  static RuleErrors noted() {
    return new RuleErrors(true);
  }

  /**
   * @param stored where rules have failed before: a replay has them fail there, whatever it meets
   */
  RuleErrors(RuleVersions stored) {
    noted = true;
    stored.failures().forEach(each -> byStateId.put(each.stateId(), each));
  }

  /** Whether errors are noted, and not thrown on. */
  boolean areNoted() {
    return noted;
  }

  /** Adds one that was met elsewhere. */
  void add(RuleFailure failure) {
    byStateId.putIfAbsent(failure.stateId(), failure);
  }

  /** Whether there are none. */
  boolean isEmpty() {
    return byStateId.isEmpty();
  }

  /**
   * Takes the errors of a slot.
   *
   * @param below takes those of rules of lower levels; workers at a level may look at no others
   * @param first sequence of the slot's first entry
   * @return those of rules that had not failed before
   */
  List<RuleFailure> take(Slot slot, int below, long first) {
    slot.errorsBelow(below, met);
    if (met.isEmpty()) {
      return List.of();
    }
    Map<Long, RuleFailure> of = new HashMap<>();
    for (RuleError error : met) {
      RunningRule rule = error.rule();
      RuleFailure failure =
          new RuleFailure(
              rule.stateId(),
              rule.ruleSet(),
              rule.name(),
              first + error.index(),
              error.clock(),
              error.completedBy(),
              error.reason());
      if (!byStateId.containsKey(rule.stateId())) {
        of.merge(rule.stateId(), failure, (one, other) -> earlier(one, other));
      }
    }
    met.clear();
    byStateId.putAll(of);
    return of.values().stream().sorted(Comparator.comparingLong(RuleFailure::stateId)).toList();
  }

  private static RuleFailure earlier(RuleFailure one, RuleFailure other) {
    return BY_PLACE.compare(one, other) <= 0 ? one : other;
  }

  /**
   * Whether what a rule found comes to nothing.
   *
   * @param first sequence of the slot's first entry
   * @param index of the entry that completed it
   * @param completedBy place of the event that did, or {@link Match#TIME}
   */
  boolean isVoid(RunningRule rule, long first, int index, long clock, long completedBy) {
    RuleFailure failure = byStateId.get(rule.stateId());
    if (failure == null) {
      return false;
    }
    long sequence = first + index;
    if (sequence != failure.sequence()) {
      return sequence > failure.sequence();
    }
    if (clock != failure.clock()) {
      return clock > failure.clock();
    }
    return completedBy >= failure.completedBy();
  }

  /** Leaves out of a slot's matches those that come to nothing. */
  void leaveOut(List<PendingMatch> found, long first) {
    if (!byStateId.isEmpty()) {
      found.removeIf(
          each ->
              isVoid(each.rule(), first, each.index(), each.match().clock(), each.completedBy()));
    }
  }
}
