package io.tripline.dsl.check;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a rule.
 *
 * @param index its place in the pattern's order; −1 if the pattern does not have it, which is
 *     reported
 * @param event null if its type is unknown, which is reported
 */
record VariableSymbol(
    String name, int index, @Nullable EventSymbol event, boolean repeated, boolean optional) {}
