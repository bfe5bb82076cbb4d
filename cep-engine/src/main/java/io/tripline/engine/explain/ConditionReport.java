package io.tripline.engine.explain;

import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.alert.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a condition for one event.
 *
 * @param outcome of the whole, as the matcher has it
 * @param parts those joined by {@code and} at the top, in the order of the text; the whole
 *     condition where there is one part only; none where there is no condition
 */
public record ConditionReport(Outcome outcome, List<Part> parts) {

  /** Three-valued logic. A run-time error makes a condition unknown. */
  public enum Outcome {
    TRUE,
    FALSE,
    UNKNOWN;

    /** In lower case. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * A part of a condition.
   *
   * @param text as the author wrote it, on one line
   * @param decides whether the whole is what it is because of this part
   * @param error why it could not be evaluated, or null
   * @param values what it speaks of that is no literal, in the order of the text, each once; only
   *     of a part that decides
   */
  public record Part(
      String text,
      Place place,
      Outcome outcome,
      boolean decides,
      @Nullable String error,
      List<NamedTerm> values) {
    public Part {
      values = List.copyOf(values);
    }
  }

  /**
   * A term of a condition and its value.
   *
   * @param text as the author wrote it; of a long one the beginning
   * @param value null after a run-time error
   * @param pii whether people may see the value only masked
   */
  public record NamedTerm(String text, Value value, Type type, boolean pii) {}

  public ConditionReport {
    parts = List.copyOf(parts);
  }

  /** The parts that decide. */
  public List<Part> deciding() {
    return parts.stream().filter(Part::decides).toList();
  }
}
