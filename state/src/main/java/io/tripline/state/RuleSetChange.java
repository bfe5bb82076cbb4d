package io.tripline.state;

import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.Engine;
import org.jspecify.annotations.Nullable;

/** What somebody wants to become of what runs by a name. Immutable. */
public sealed interface RuleSetChange {
  /**
   * A text runs.
   *
   * @param mode null for that which holds before
   * @param restores the earlier version whose text it is; {@link
   *     io.tripline.engine.port.RuleVersions.RuleSetVersion#NONE} if it is none's
   * @param test whether its tests are run first, and must pass
   */
  record Deploy(
      String text, Engine.Start start, @Nullable RuleMode mode, int restores, boolean test)
      implements RuleSetChange {}

  /** Nothing runs by the name any more. */
  record Undeploy() implements RuleSetChange {}

  /** Its rules, or one of them, have another mode, take no events, or take them again. */
  record Modes(RuleModes.Change change) implements RuleSetChange {}
}
