package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with holes. */
public record Template(List<Part> parts) {
  public Template {
    parts = List.copyOf(parts);
  }

  /** A piece of the text. */
  public sealed interface Part {}

  /** Text as it stands. */
  public record Text(String text) implements Part {}

  /**
   * {@code {expression}} or {@code {expression:format}}.
   *
   * @param format a pattern of {@link java.text.DecimalFormat} in the root locale, or null
   */
  public record Hole(Expr expression, @Nullable String format) implements Part {}
}
