package io.tripline.engine.alert;

import java.util.List;

/**
 * Which parts of an alert tell of fields marked {@code @pii}, as its rule said when it was raised.
 * Immutable.
 *
 * @param unknown whether nobody knows, as of alerts that were stored before this was noted: then
 *     all that may tell of such a field counts
 * @param message whether the message does
 * @param key names of parts of the key that do
 * @param with names of named values that do
 * @param variables those whose events have ids that do
 */
public record PersonalParts(
    boolean unknown, boolean message, List<String> key, List<String> with, List<String> variables) {
  /** No part. */
  public static final PersonalParts NONE =
      new PersonalParts(false, false, List.of(), List.of(), List.of());

  /** Nobody knows which. */
  public static final PersonalParts UNKNOWN =
      new PersonalParts(true, true, List.of(), List.of(), List.of());

  public PersonalParts {
    key = List.copyOf(key);
    with = List.copyOf(with);
    variables = List.copyOf(variables);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return equals(NONE);
  }

  boolean isOfKey(String name) {
    return unknown || key.contains(name);
  }

  boolean isOfWith(String name) {
    return unknown || with.contains(name);
  }

  boolean isOfVariable(String name) {
    return unknown || variables.contains(name);
  }
}
