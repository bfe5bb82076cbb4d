package io.tripline.app.explain;

import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.explain.Moment;
import io.tripline.engine.explain.PartialMatch;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where an explanation goes, in its order. */
interface Report {
  /** Before the first moment. */
  void begin(List<NamedValue> key) throws IOException;

  /** The next moment. */
  void moment(Moment moment) throws IOException;

  /** After the last one. */
  void end(Totals totals) throws IOException;

  /**
   * Why there was no alert.
   *
   * @param furthest the partial match that came furthest without becoming a match
   */
  void whyNot(PartialMatch furthest) throws IOException;

  /** The same of each start, or of the first ones. */
  void whyNot(List<PartialMatch> starts) throws IOException;

  /**
   * The whole in numbers.
   *
   * @param events all of the input
   * @param ofKey those of the key
   * @param withoutKey those of the rule's types that have no key
   * @param rejections what could not be read and why, or null if there was nothing
   * @param alerts raised for the key
   * @param heldBack matches of the key without an alert, by {@code once per}
   */
  record Totals(
      long events,
      long ofKey,
      long withoutKey,
      long rejected,
      @Nullable String rejections,
      long alerts,
      long heldBack) {}
}
