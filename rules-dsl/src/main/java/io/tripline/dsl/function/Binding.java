package io.tripline.dsl.function;

import io.tripline.dsl.ir.Type;
import java.util.Set;

/** What a function makes of the types and the constants of its arguments. */
public sealed interface Binding {
  /**
   * The type of the result, and what computes it. The kernel is given all arguments, also the
   * constant ones that it has read already.
   */
  record Bound(Type result, Kernel kernel) implements Binding {}

  /**
   * An argument that cannot be used.
   *
   * @param reason completes "`zone` …"
   * @param known what it could be, for a hint; empty where that says nothing
   */
  record Refused(int argument, String reason, Set<String> known) implements Binding {
    Refused(int argument, String reason) {
      this(argument, reason, Set.of());
    }
  }
}
