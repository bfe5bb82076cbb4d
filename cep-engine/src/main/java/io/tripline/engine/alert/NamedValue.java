package io.tripline.engine.alert;

/** A value with its name, as an alert shows it. */
public record NamedValue(String name, Value value) {}
