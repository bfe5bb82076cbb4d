package io.tripline.ingest.json;

import io.tripline.engine.event.EventWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Sets a field of one type in the event begun, from a value as JSON has it. Each method returns
 * null if the value is fine, else what is wrong with it.
 */
abstract class FieldReader {
  /** What is said of a value of a kind that the type cannot be written as. */
  private final Problem wrongType;

  /**
   * @param demand how "the field must …" goes on, said of a value of the wrong kind
   */
  FieldReader(String demand) {
    wrongType = Problem.wrongType(demand);
  }

  Problem wrongType() {
    return wrongType;
  }

  /** A string, without its quotes and escapes. */
  @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
    return wrongType;
  }

  /** A number that is one by JSON's grammar. */
  @Nullable Problem readNumber(char[] chars, int offset, int length, EventWriter out, int field) {
    return wrongType;
  }

  @Nullable Problem readBool(boolean value, EventWriter out, int field) {
    return wrongType;
  }

  /** An object, at whose start the parser stands; at its end afterwards, if all is fine. */
  @Nullable Problem readObject(JsonParser parser, EventWriter out, int field) {
    return wrongType;
  }
}
