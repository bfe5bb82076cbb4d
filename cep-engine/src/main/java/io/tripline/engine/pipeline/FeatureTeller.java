package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.PersonalData;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.alert.Value;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.explain.Pii;
import io.tripline.engine.expression.ExprCompiler;
import io.tripline.engine.expression.Frame;
import io.tripline.engine.expression.ValueReader;
import org.jspecify.annotations.Nullable;

/**
 * Tells one feature of an event as people may see it. Made once for a step and not for each event:
 * to find a feature's slot takes its whole text. Not thread-safe.
 */
final class FeatureTeller {
  private static final Value MASKED = new Value.Text(Pii.MASK);

  private final FeatureStep step;
  private final String name;
  // Null where the value is not to be seen.
  private final @Nullable ValueReader reader;

  private FeatureTeller(FeatureStep step, String name, @Nullable ValueReader reader) {
    this.step = step;
    this.name = name;
    this.reader = reader;
  }

  /** Of a step; null if it reads nothing. */
  static @Nullable FeatureTeller of(FeatureStep step, EventLayout layout) {
    var read = step.value();
    if (read == null) {
      return null;
    }
    boolean masks = PersonalData.isIn(read.feature());
    return new FeatureTeller(
        step,
        read.feature().name(),
        masks ? null : new ValueReader(ExprCompiler.ofEvent(read, layout), read.type()));
  }

  /** What reads the value. */
  FeatureStep step() {
    return step;
  }

  /**
   * The value.
   *
   * @param frame of the event with its features
   */
  NamedValue tell(Frame frame) {
    return new NamedValue(name, reader == null ? MASKED : reader.read(frame));
  }
}
