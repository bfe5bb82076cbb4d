package io.tripline.dsl.editor;

/**
 * What to show about a name.
 *
 * @param span the name
 * @param markdown the text
 */
public record Card(Span span, String markdown) {}
