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
 * @param longIndex of its first long; −1 if it has none
 * @param objectIndex of its object; −1 if it has none
 * @param countIndex of the long that counts the variable's events, for FIRST; −1 otherwise
 * @param name canonical text
 */
record RegisterSpec(
    Expr.AggregateKind kind,
    int variable,
    @Nullable Expr argument,
    Type argumentType,
    int longIndex,
    int objectIndex,
    int countIndex,
    String name) {}
