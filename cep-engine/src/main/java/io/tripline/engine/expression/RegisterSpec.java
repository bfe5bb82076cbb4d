package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import org.jspecify.annotations.Nullable;

/**
 * What one register, or a few neighbors, hold of the events bound to a variable.
 *
 * @param kind the aggregate; a field of a variable that takes one event is LAST
 * @param argument over the fields of each event, or null for a plain count
 * @param argumentType its type; int for a plain count
 * @param form what lies in its slots
 * @param offset of its first slot, in bytes
 * @param countOffset of the slot that counts the variable's events, for FIRST; −1 otherwise
 * @param name canonical text
 */
record RegisterSpec(
    Expr.AggregateKind kind,
    int variable,
    @Nullable Expr argument,
    Type argumentType,
    RegisterForm form,
    int offset,
    int countOffset,
    String name) {

  /** Whether it keeps a field of an event as it is. */
  boolean keepsField() {
    return argument instanceof Expr.Field
        && (kind == Expr.AggregateKind.FIRST || kind == Expr.AggregateKind.LAST);
  }
}
