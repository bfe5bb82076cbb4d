package io.tripline.dsl.diagnostic;

import io.tripline.dsl.ir.Place;

/** Another place that explains a diagnostic, such as the first of two declarations. */
public record Related(Place place, String message) {}
