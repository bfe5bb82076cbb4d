package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Key;
import io.tripline.engine.event.Schema;
import io.tripline.engine.match.RuleMatcher;
import io.tripline.engine.match.StateNote;

/** A rule as one worker runs it. Made by whoever deploys, then owned by the worker. */
final class RuleRun extends Tenant {
  private final RunningRule rule;
  private final RuleMatcher matcher;
  private final LimitWatch limit;
  private final boolean watched;
  private final boolean[] takes;
  private final long starts;
  private final boolean seesEverything;
  private final boolean waits;
  private int place = NOWHERE;
  private long seen;
  private boolean failed;

  /**
   * @param schema that the matcher is bound to
   * @param limit the counters that the matcher was given
   * @param watched whether a listener hears of its steps, so that it is given every event
   */
  RuleRun(RunningRule rule, Schema schema, RuleMatcher matcher, LimitWatch limit, boolean watched) {
    this.rule = rule;
    this.matcher = matcher;
    this.limit = limit;
    this.watched = watched;
    this.takes = new boolean[schema.layouts().size()];
    for (Key.Source source : rule.rule().key().sources()) {
      takes[schema.get(source.type().name()).typeId()] = true;
    }
    this.starts = matcher.startVariables();
    this.seesEverything = matcher.seesEverything();
    this.waits = rule.program().waits();
  }

  /** The same without any state; the two share a matcher, so only one may be in use. */
  RuleRun fromNothing(Schema schema) {
    return new RuleRun(rule, schema, matcher, limit, watched);
  }

  RunningRule rule() {
    return rule;
  }

  RuleMatcher matcher() {
    return matcher;
  }

  LimitWatch limit() {
    return limit;
  }

  boolean isWatched() {
    return watched;
  }

  /** Whether events of a type can concern it. */
  boolean takes(int typeId) {
    return takes[typeId];
  }

  /** Whether an event that satisfies these variables can leave something where there is nothing. */
  boolean canStart(long variables) {
    return (variables & starts) != 0;
  }

  @Override
  boolean seesEverything() {
    return seesEverything;
  }

  @Override
  boolean waits() {
    return waits;
  }

  /** Whether it has failed here: nothing counts that it would find, so it is not asked again. */
  boolean hasFailed() {
    return failed;
  }

  /** See {@link #hasFailed}. */
  void fail() {
    failed = true;
  }

  // ---- its states

  @Override
  long stateId() {
    return rule.stateId();
  }

  @Override
  String name() {
    return "rule " + rule.name();
  }

  @Override
  StateNote note(int state) {
    return matcher.note(state);
  }

  @Override
  long nextTimer(int state) {
    return matcher.nextTimer(state);
  }

  @Override
  byte[] encode(int state) {
    byte[] bytes = matcher.encode(state);
    figures().cost().encoded(bytes.length);
    return bytes;
  }

  @Override
  int decode(byte[] bytes) {
    return matcher.decode(bytes);
  }

  @Override
  void free(int state) {
    matcher.free(state);
  }

  // ---- its place among the rules of a lane

  /** Its place among the rules of its lane. */
  int place() {
    return place;
  }

  void place(int among) {
    place = among;
  }

  /** Whether it has not been given the event of this stamp yet; asked once. See {@link Turn}. */
  boolean isNew(long stamp) {
    boolean isNew = seen != stamp;
    seen = stamp;
    return isNew;
  }
}
