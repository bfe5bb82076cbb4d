package io.tripline.dsl.syntax;

import io.tripline.dsl.ir.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows {@code by}.
 *
 * @param items empty for {@code by none}
 */
public record KeyTree(List<Item> items, Place place) {
  public KeyTree {
    items = List.copyOf(items);
  }

  /** A field, or several in parentheses. */
  public record Item(List<Part> parts, Place place) {
    public Item {
      parts = List.copyOf(parts);
    }
  }

  /** {@code card} or {@code Payment.card}. */
  public record Part(@Nullable Name type, Name field) {}
}
