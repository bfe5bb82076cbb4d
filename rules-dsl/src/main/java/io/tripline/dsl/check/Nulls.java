package io.tripline.dsl.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For lists of what may have been wrong. */
final class Nulls {
  private Nulls() {}

  /** The list if nothing in it is null, else null. */
  static <T> @Nullable List<T> ifNone(List<? extends @Nullable T> list) {
    List<T> all = new ArrayList<>();
    for (T element : list) {
      if (element == null) {
        return null;
      }
      all.add(element);
    }
    return all;
  }
}
