package io.tripline.dsl.check;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a rule.
 *
 * @param index its place in the pattern's order; −1 if the pattern does not have it
 * @param event null if its type is unknown, which is reported
 * @param repeated whether one match can bind several events to it
 * @param optional whether a match can bind no event to it
 * @param absent whether the pattern has it behind {@code not} only, so that it never has an event
 */
record VariableSymbol(
    String name,
    int index,
    @Nullable EventSymbol event,
    boolean repeated,
    boolean optional,
    boolean absent) {}
