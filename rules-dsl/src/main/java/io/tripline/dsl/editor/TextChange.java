package io.tripline.dsl.editor;

/**
 * A piece of a file that is replaced.
 *
 * @param span what is replaced; empty where something is put in
 */
public record TextChange(Span span, String replacement) {}
