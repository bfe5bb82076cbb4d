package io.tripline.engine.port;

/** One store with all its rooms. Closed by whoever opened it, after the engine. */
public interface Storage extends AutoCloseable {
  Journal journal();

  StateStore states();

  AlertLog alerts();

  RuleVersions ruleVersions();

  RejectedLog rejected();

  LateLog late();

  DecisionLog decisions();

  /** Who is told of the points that an engine on this store passes. */
  default CrashPoints crashPoints() {
    return CrashPoints.NONE;
  }

  @Override
  void close();
}
