package io.tripline.ingest.json;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the symbols of an enum, letter by letter as they are declared. */
final class SymbolReader implements FieldReader {
  private static final Problem UNKNOWN =
      new Problem("unknown_symbol", "be one of its symbols", true);
  private static final Problem WRONG_TYPE = Problem.wrongType("be a string, one of its symbols");

  private final char[][] symbols;

  SymbolReader(Type.Enumeration type) {
    symbols = type.symbols().stream().map(String::toCharArray).toArray(char[][]::new);
  }

  @Override
  public @Nullable Problem read(JsonParser parser, JsonToken token, EventWriter out, int field) {
    if (token != JsonToken.VALUE_STRING) {
      return WRONG_TYPE;
    }
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    int to = from + parser.getStringLength();
    for (int i = 0; i < symbols.length; i++) {
      if (Arrays.equals(symbols[i], 0, symbols[i].length, chars, from, to)) {
        out.setLong(field, i);
        return null;
      }
    }
    return UNKNOWN;
  }
}
