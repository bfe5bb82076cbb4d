package io.tripline.dsl.function;

import io.tripline.dsl.ir.Type;

/** What a function makes of the types and the constants of its arguments. */
public sealed interface Binding {
  /**
   * The type of the result, and what computes it. The kernel is given all arguments, also the
   * constant ones that it has read already.
   */
  record Bound(Type result, Kernel kernel) implements Binding {}

  /** An argument that cannot be used; {@code reason} completes "`zone` …". */
  record Refused(int argument, String reason) implements Binding {}
}
