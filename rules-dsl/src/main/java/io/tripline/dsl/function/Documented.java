package io.tripline.dsl.function;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is called by its name in an expression, with all that people need to know of it:
 * the reference page, completion and hover read it.
 */
public sealed interface Documented permits Function, AggregateFunction, Prev {

  String name();

  /** How a call reads, such as {@code round(x[, digits])}. */
  String signature();

  /** The same with types, such as {@code round(x number[, digits constant int])}. */
  String typedSignature();

  /** The type of the result, for people. */
  String gives();

  /** What it gives: one sentence. */
  String doc();

  /** Further sentences: bounds, units, special cases. May be empty. */
  List<String> notes();

  /** What becomes of nulls: one sentence. */
  String nulls();

  /** What is a run-time error: one sentence; null if nothing is. */
  @Nullable String errors();

  /** Calls with their values, which a test runs; none of what stands in conditions only. */
  List<Example> examples();

  /**
   * A call and its value, over the events that the reference page shows.
   *
   * @param value as an alert shows it, but texts in quotes
   */
  record Example(String call, String value) {}
}
