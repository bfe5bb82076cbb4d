package io.tripline.dsl.editor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a wish to rename.
 *
 * @param changes in no order, none of them overlapping; empty if refused
 * @param refusal why not, as a sentence; null if it can be done
 */
public record Renaming(List<TextChange> changes, @Nullable String refusal) {
  public Renaming {
    changes = List.copyOf(changes);
  }

  static Renaming refused(String why) {
    return new Renaming(List.of(), why);
  }
}
