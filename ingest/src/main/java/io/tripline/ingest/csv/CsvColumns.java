package io.tripline.ingest.csv;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the columns of a file are written as JSON for one event type. Immutable. */
final class CsvColumns {
  private static final String LAT = ".lat";
  private static final String LON = ".lon";

  /** How a cell is written. */
  enum Form {
    /** As a string; an empty cell that is not in quotes is left out. */
    TEXT,
    /** As it is if it is a number, else as a string. */
    NUMBER,
    /** As it is if it is {@code true} or {@code false}, else as a string. */
    BOOL,
    /** As a string. */
    OTHER,
    /** With the column of the longitude, as an object. */
    LAT,
    /** With the column of the latitude; written there, if there is one. */
    LON
  }

  private final Form[] forms;

  /** Name and colon, as JSON. */
  private final byte[][] names;

  /** Of a latitude the column of the longitude, and the other way round; −1 if there is none. */
  private final int[] partners;

  /**
   * @param type null for a type that is not known
   */
  CsvColumns(List<String> columns, @Nullable EventType type) {
    forms = new Form[columns.size()];
    names = new byte[columns.size()][];
    partners = new int[columns.size()];
    for (int i = 0; i < forms.length; i++) {
      String column = columns.get(i);
      Type fieldType = type == null ? null : typeOf(column, type);
      forms[i] = fieldType == null ? Form.TEXT : form(fieldType);
      partners[i] = -1;
      String name = column;
      if (fieldType == null && type != null) {
        Form half = half(column, type);
        if (half != Form.TEXT) {
          forms[i] = half;
          name = place(column);
          partners[i] = columns.indexOf(name + (half == Form.LAT ? LON : LAT));
        }
      }
      names[i] = (quote(name) + ":").getBytes(StandardCharsets.UTF_8);
    }
  }

  private static @Nullable Type typeOf(String column, EventType type) {
    for (EventType.Field field : type.fields()) {
      if (field.jsonName().equals(column)) {
        return field.type();
      }
    }
    return null;
  }

  private static Form form(Type type) {
    return switch (type) {
      case Type.Decimal d -> Form.NUMBER;
      case Type.Enumeration e -> Form.OTHER;
      case Type.Simple simple ->
          switch (simple) {
            case STRING -> Form.TEXT;
            case BOOL -> Form.BOOL;
            case INT, DOUBLE, LENGTH, SPEED, TIMESTAMP, DURATION -> Form.NUMBER;
            case IP, GEO, NULL -> Form.OTHER;
          };
    };
  }

  /** Whether a column is half of a place; {@link Form#TEXT} if not. */
  private static Form half(String column, EventType type) {
    boolean isLat = column.endsWith(LAT);
    return (isLat || column.endsWith(LON)) && typeOf(place(column), type) == Type.Simple.GEO
        ? isLat ? Form.LAT : Form.LON
        : Form.TEXT;
  }

  private static String place(String column) {
    return column.substring(0, column.length() - LAT.length());
  }

  private static String quote(String name) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  int count() {
    return forms.length;
  }

  Form form(int column) {
    return forms[column];
  }

  byte[] name(int column) {
    return names[column];
  }

  int partner(int column) {
    return partners[column];
  }
}
