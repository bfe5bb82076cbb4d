package io.tripline.dsl.ir;

import org.jspecify.annotations.Nullable;

/**
 * A variable of a rule's pattern.
 *
 * @param name as in the pattern
 * @param index its place in {@link Rule#variables}: the order of first appearance in the pattern
 * @param type the events it takes
 * @param condition what they must satisfy, of type bool; null if nothing
 * @param repeated whether one match can bind several events to it
 * @param optional whether a match can bind no event to it
 */
public record Variable(
    String name,
    int index,
    EventType type,
    @Nullable Expr condition,
    boolean repeated,
    boolean optional) {}
