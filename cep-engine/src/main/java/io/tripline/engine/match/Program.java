package io.tripline.engine.match;

import io.tripline.dsl.ir.Rule;

/** A rule compiled for matching. Immutable, printable, independent of any schema. */
public final class Program {
  private final Rule rule;

  private Program(Rule rule) {
    this.rule = rule;
  }

  /**
   * Compiles a rule.
   *
   * @throws ProgramLimitException if the rule is larger than the engine allows
   */
  public static Program compile(Rule rule) {
    return new Program(rule);
  }

  public Rule rule() {
    return rule;
  }

  /**
   * What stored {@link KeyState}s depend on: two programs with equal shapes can read each other's
   * states.
   */
  public String stateShape() {
    throw new UnsupportedOperationException();
  }
}
