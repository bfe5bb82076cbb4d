package io.tripline.dsl.editor;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed when it is first asked for, and once. Thread-safe. */
final class Lazy<T> {
  private @Nullable Supplier<T> supplier;
  private @Nullable T value;

  Lazy(Supplier<T> supplier) {
    this.supplier = supplier;
  }

  synchronized T get() {
    T known = value;
    if (known == null) {
      if (supplier == null) {
        throw new IllegalStateException("asks for itself");
      }
      Supplier<T> compute = supplier;
      known = compute.get();
      value = known;
      supplier = null;
    }
    return known;
  }
}
