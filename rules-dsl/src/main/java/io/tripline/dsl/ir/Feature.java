package io.tripline.dsl.ir;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate with a name and a key of its own.
 *
 * @param doc its {@code ///} text, or null
 * @param key one source for each event type that names its key: always for {@link
 *     WindowAggregate#source}, and for those at whose events rules read it
 */
public record Feature(
    String name, @Nullable String doc, WindowAggregate aggregate, Key key, Place place) {}
