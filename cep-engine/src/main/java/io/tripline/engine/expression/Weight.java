package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;

/**
 * How much code an expression makes, about: one for some twenty bytes. The JVM does not compile
 * methods of more than 8,000 bytes, and compiles small ones better; so large conditions are written
 * as several methods, and what is larger still is left to the interpreter.
 */
final class Weight {
  /** From here on a condition gets a method of its own. */
  static final int METHOD = 40;

  /** From here on what is no condition is interpreted. */
  static final int INTERPRETED = 150;

  /** The most that goes into one class, whose constants are numbered by 16 bits. */
  static final int CLASS = 5_000;

  private Weight() {}

  static int of(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> e.value() instanceof String ? 3 : 1;
      case Expr.In e when ConstantSet.of(e) != null -> 2 + of(e.operand());
      case Expr.In e -> (2 + of(e.operand())) * e.options().size() + ofParts(e);
      default -> 1 + ofParts(expr);
    };
  }

  private static int ofParts(Expr expr) {
    int sum = 0;
    for (Expr part : expr.parts()) {
      sum += of(part);
    }
    return sum;
  }
}
