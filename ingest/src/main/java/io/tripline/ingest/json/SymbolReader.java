package io.tripline.ingest.json;

import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the symbols of an enum, letter by letter as they are declared. */
final class SymbolReader extends FieldReader {
  private static final Problem UNKNOWN =
      new Problem("unknown_symbol", "be one of its symbols", true);

  private final char[][] symbols;

  SymbolReader(Type.Enumeration type) {
    super("be a string, one of its symbols");
    symbols = type.symbols().stream().map(String::toCharArray).toArray(char[][]::new);
  }

  @Override
  @Nullable Problem readString(char[] chars, int offset, int length, EventWriter out, int field) {
    int to = offset + length;
    for (int i = 0; i < symbols.length; i++) {
      if (Arrays.equals(symbols[i], 0, symbols[i].length, chars, offset, to)) {
        out.setLong(field, i);
        return null;
      }
    }
    return UNKNOWN;
  }
}
