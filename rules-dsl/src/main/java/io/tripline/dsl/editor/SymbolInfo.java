package io.tripline.dsl.editor;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a symbol.
 *
 * @param name where it is declared
 * @param declaration how it is declared, as rules are written, in a line or a few
 * @param type its type or, for a variable, its event type, for people; null where it has none
 * @param note what else is to be said of it, a sentence; may be empty
 * @param doc its {@code ///} text, or null
 */
public record SymbolInfo(
    Symbol symbol,
    Span name,
    String declaration,
    @Nullable String type,
    String note,
    @Nullable String doc) {}
