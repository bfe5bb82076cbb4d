package io.tripline.engine.alert;

import io.tripline.dsl.ir.Geo;
import java.math.BigDecimal;

/** A value in an alert: what JSON and people can be shown. */
public sealed interface Value {
  /** In place of a value that people may not see. */
  String MASKED = "•••";

  /** SQL's null. */
  record Null() implements Value {}

  /** A string, an enum's symbol, an ip. */
  record Text(String text) implements Value {}

  record Bool(boolean value) implements Value {}

  record Int(long value) implements Value {}

  /** With exactly the digits after the point that its type has. */
  record Decimal(BigDecimal value) implements Value {}

  /** A double, a length in meters, a speed in meters per second. Always finite. */
  record Real(double value) implements Value {}

  /** Milliseconds since 1970, UTC. */
  record Timestamp(long millis) implements Value {}

  record Duration(long millis) implements Value {}

  record Place(Geo geo) implements Value {}
}
