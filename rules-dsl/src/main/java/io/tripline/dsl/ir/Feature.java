package io.tripline.dsl.ir;

import org.jspecify.annotations.Nullable;

/**
 * An aggregate with a name and a key of its own.
 *
 * @param doc its {@code ///} text, or null
 * @param key one source for each event type that the declaration names: always for {@link
 *     WindowAggregate#source}. At events of other types the rules that read it say what gives the
 *     key: {@link Expr.FeatureValue#keyFields}
 */
public record Feature(
    String name, @Nullable String doc, WindowAggregate aggregate, Key key, Place place) {}
