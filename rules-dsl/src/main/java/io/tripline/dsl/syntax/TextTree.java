package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with holes. */
public record TextTree(List<Part> parts, Place place) {
  public TextTree {
    parts = List.copyOf(parts);
  }

  /** A piece of it. */
  public sealed interface Part {}

  /** Text as it stands. */
  public record Plain(String text) implements Part {}

  /** {@code {expression:format}}; the places are those in the file. */
  public record Hole(Expression expression, @Nullable Format format) implements Part {}

  /** A number format. */
  public record Format(String text, Place place) {}
}
