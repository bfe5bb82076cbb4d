package io.tripline.dsl.editor;

/**
 * A place where a symbol is named.
 *
 * @param span of the name, with its back-quotes if it has them
 * @param declares whether this is where it is declared
 */
public record Occurrence(Symbol symbol, Span span, boolean declares) {}
