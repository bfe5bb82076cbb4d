package io.tripline.dsl.check;

import io.tripline.dsl.ir.Feature;

/**
 * A declared feature.
 *
 * @param perType whether its key names a field for each event type, as {@code by Payment.card,
 *     Login.pan} does; else another type gives it by fields of the same names
 */
record FeatureSymbol(Feature feature, boolean perType) {}
