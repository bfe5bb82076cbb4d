package io.tripline.dsl;

/**
 * A file of rules.
 *
 * @param name as diagnostics show it
 * @param text the whole text, already decoded
 */
public record SourceFile(String name, String text) {}
