package io.tripline.dsl.function;

import org.jspecify.annotations.Nullable;

/**
 * What a function does, for argument types already chosen. Strict: it is never called with a null
 * argument (the result is null then). Values are boxed as {@link io.tripline.dsl.ir.Expr} says.
 * Pure and thread-safe.
 */
@FunctionalInterface
public interface Kernel {
  /**
   * @return the value, or null for SQL's null
   * @throws ArithmeticException on a run-time error such as an overflow
   */
  @Nullable Object apply(Object[] arguments);
}
