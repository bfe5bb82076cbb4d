package io.tripline.dsl.ir;

import org.jspecify.annotations.Nullable;

/**
 * A named set of values, whose contents change while rules run.
 *
 * @param element the type of its values; never an enumeration
 * @param doc its {@code ///} text, or null
 */
public record ValueList(String name, Type element, @Nullable String doc, Place place) {}
