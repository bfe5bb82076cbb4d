package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Key;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.match.Program;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule that is running.
 *
 * @param ruleSet name of its rule set
 * @param version of the rule set
 * @param stateId under which its states are stored; kept over versions as long as they stay usable
 * @param lateness how much later than a younger event one of its may come, and still be in order,
 *     ms; the same for all rules that make events for each other
 * @param level 0 if it takes nothing that rules make, else one more than that of those who make it
 * @param mode of which keys what it finds is told
 * @param paused whether it takes no events now
 * @param draining whether it completes what has begun and begins nothing more; see {@link Draining}
 */
record RunningRule(
    String ruleSet,
    int version,
    Program program,
    long stateId,
    long lateness,
    int level,
    RuleMode mode,
    boolean paused,
    boolean draining)
    implements Keyed {

  /** A live one that nobody has told yet what other rules make; see {@link RunningLevels}. */
  RunningRule(String ruleSet, int version, Program program, long stateId) {
    this(ruleSet, version, program, stateId, ownLateness(program), 0, RuleMode.LIVE, false, false);
  }

  /** The same in another place. */
  RunningRule at(long ofLateness, int ofLevel) {
    if (ofLateness == lateness && ofLevel == level) {
      return this;
    }
    return new RunningRule(
        ruleSet, version, program, stateId, ofLateness, ofLevel, mode, paused, draining);
  }

  /** The same with other states. */
  RunningRule withStates(long otherId) {
    return new RunningRule(
        ruleSet, version, program, otherId, lateness, level, mode, paused, draining);
  }

  /** The same in the mode that it has by those of its set. */
  RunningRule in(RuleModes modes) {
    return in(modes.of(name()), modes.isPaused(name()));
  }

  /** The same in another mode. */
  RunningRule in(RuleMode otherMode, boolean isPaused) {
    return new RunningRule(
        ruleSet, version, program, stateId, lateness, level, otherMode, isPaused, draining);
  }

  /** The same, which begins nothing more. */
  RunningRule drained() {
    return new RunningRule(ruleSet, version, program, stateId, lateness, level, mode, paused, true);
  }

  /** Its name, and the version where it drains: there can be a later one of that name. */
  String label() {
    return draining ? name() + "@" + version : name();
  }

  /** The order among rules of what several of them have found at one time. */
  static int compare(RunningRule one, RunningRule other) {
    int byName = one.name().compareTo(other.name());
    if (byName != 0) {
      return byName;
    }
    int bySet = one.ruleSet().compareTo(other.ruleSet);
    // An earlier one can drain beside it.
    return bySet != 0 ? bySet : Integer.compare(one.version, other.version);
  }

  String name() {
    return program.rule().name();
  }

  Rule rule() {
    return program.rule();
  }

  /** The greatest lateness of what it takes, and of what features that it reads are over, ms. */
  long ownLateness() {
    return ownLateness(program);
  }

  /** What it takes, and what features that it reads are over. */
  List<EventType> types() {
    return program.eventTypes();
  }

  private static long ownLateness(Program program) {
    long most = 0;
    for (EventType type : program.eventTypes()) {
      most = Math.max(most, type.arrival().latenessMillis());
    }
    return most;
  }

  /** Whether it takes events of a type, or reads a feature that is over them. */
  boolean hearsOf(String type) {
    return types().stream().anyMatch(t -> t.name().equals(type));
  }

  /** Whether it reads a window of a series. */
  boolean reads(RunningSeries series) {
    return !program.features().isEmpty() && readsAny(series);
  }

  private boolean readsAny(RunningSeries series) {
    return program.features().stream()
        .map(read -> read.value().feature())
        .anyMatch(
            feature ->
                RunningSeries.text(feature, lateness, level).equals(series.text())
                    && series.tells(feature.aggregate()));
  }

  @Override
  public Map<String, List<Integer>> keyFields() {
    Map<String, List<Integer>> fields = new LinkedHashMap<>();
    rule().key().sources().forEach(s -> fields.put(s.type().name(), s.fields()));
    return fields;
  }

  /**
   * Whether it may take events that rules make, which have places between those of others; see
   * {@link EventPlace}.
   */
  boolean takesMadeEvents() {
    return level > 0;
  }

  /** Whether states and keys of {@code earlier} mean the same to this rule. */
  boolean canContinue(RunningRule earlier) {
    return program.stateShape().equals(earlier.program.stateShape())
        && keyShape().equals(earlier.keyShape());
  }

  /** What the bytes of the rule's keys depend on: event types, key fields and their types. */
  String keyShape() {
    StringBuilder shape = new StringBuilder();
    for (Key.Source source : rule().key().sources()) {
      shape.append(source.type().name()).append('(');
      for (int index : source.fields()) {
        EventType.Field field = source.type().fields().get(index);
        shape.append(field.name()).append(' ').append(field.type()).append(';');
      }
      shape.append(')');
    }
    return shape.toString();
  }
}
