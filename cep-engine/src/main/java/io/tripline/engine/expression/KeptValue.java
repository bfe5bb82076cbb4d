package io.tripline.engine.expression;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Type;
import org.jspecify.annotations.Nullable;

/**
 * Something that a partial match keeps of the events bound to one variable.
 *
 * @param kind which aggregate of them; LAST also for a plain field of a variable of one event
 * @param variable index of the variable
 * @param argument over the fields of each event; null for a plain count
 * @param type of the argument; int for a plain count
 * @param form what lies in its register
 */
public record KeptValue(
    Expr.AggregateKind kind, int variable, @Nullable Expr argument, Type type, RegisterForm form) {}
