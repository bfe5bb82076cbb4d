package io.tripline.engine.expression;

/**
 * The local variables in which generated code holds a value of a form.
 *
 * @param second 0 where the form has one variable only
 * @param third 0 where the form has fewer than three
 */
record Slots(Form form, int first, int second, int third) {}
