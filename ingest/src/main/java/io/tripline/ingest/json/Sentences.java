package io.tripline.ingest.json;

import io.tripline.dsl.ir.EventType;
import io.tripline.dsl.ir.Type;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.Schema;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The sentences of rejections. Off the hot path: these may allocate. */
final class Sentences {
  /** Of a value that is shown, in code points. */
  private static final int SHOWN = 40;

  /** Of a type's symbols that are shown, in characters. */
  private static final int SHOWN_TYPE = 80;

  /** Of the declared types that are named. */
  private static final int SHOWN_NAMES = 10;

  private Sentences() {}

  /** A field whose value is wrong; the parser stands at the value if the problem names it. */
  static Rejection problem(
      EventType.Field field, Problem problem, JsonParser parser, JsonToken token) {
    String found = problem.namesValue() ? ", but is " + value(field, parser, token) : "";
    return new Rejection(problem.code(), label(field) + " must " + problem.demand() + found + ".");
  }

  static Rejection missing(EventType.Field field, boolean isNull) {
    return new Rejection(
        "missing_field", label(field) + (isNull ? " must not be null." : " is missing."));
  }

  static Rejection missingType(Schema schema) {
    return new Rejection("missing_type", "The event has no \"type\"; " + declared(schema) + ".");
  }

  static Rejection typeNotText() {
    return new Rejection(Problem.WRONG_TYPE, "The event's \"type\" must be a string.");
  }

  static Rejection unknownType(String found, Schema schema) {
    return new Rejection(
        "unknown_type", "There is no event type " + quote(found) + "; " + declared(schema) + ".");
  }

  static Rejection secondType(String first, String found) {
    return new Rejection(
        "unknown_type", "The event has two types, " + quote(first) + " and " + quote(found) + ".");
  }

  static Rejection unknownField(String found, EventType type) {
    return unparseable(
        "There is no field "
            + quote(found)
            + " here; there are "
            + type.fields().stream().map(EventType.Field::name).collect(Collectors.joining(", "))
            + ".");
  }

  static Rejection notAnObject() {
    return new Rejection("not_an_object", "An event must be a JSON object, in braces.");
  }

  static Rejection empty() {
    return unparseable("There is nothing to read.");
  }

  static Rejection unparseable(String sentence) {
    return new Rejection("unparseable", sentence);
  }

  static Rejection tooLarge(String sentence) {
    return new Rejection("too_large", sentence);
  }

  private static String declared(Schema schema) {
    List<EventLayout> layouts = schema.layouts();
    if (layouts.isEmpty()) {
      return "no rule set that declares one is deployed";
    }
    String names =
        layouts.stream()
            .limit(SHOWN_NAMES)
            .map(layout -> layout.type().name())
            .collect(Collectors.joining(", "));
    return "declared are " + names + (layouts.size() > SHOWN_NAMES ? " and others" : "");
  }

  private static String label(EventType.Field field) {
    String inJson =
        field.jsonName().equals(field.name()) ? "" : ", " + quote(field.jsonName()) + " in JSON";
    return "Field " + field.name() + " (" + typeText(field.type()) + inJson + ")";
  }

  private static String typeText(Type type) {
    String text = type.toString();
    if (text.length() <= SHOWN_TYPE) {
      return text;
    }
    int cut = text.lastIndexOf(", ", SHOWN_TYPE);
    return text.substring(0, cut < 0 ? SHOWN_TYPE : cut) + ", …)";
  }

  private static String value(EventType.Field field, JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> field.pii() ? "another string" : quote(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          field.pii() ? "a number" : shorten(parser.getString());
      default -> field.pii() ? "a truth value" : parser.getString();
    };
  }

  /** In quotes, shortened, and on one line whatever it holds. */
  private static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    shorten(text)
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (isUnprintable(c)) {
                out.append(String.format("\\u%04x", c));
              } else {
                out.appendCodePoint(c);
              }
            });
    return out.append('"').toString();
  }

  private static boolean isUnprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT, // such as those that turn the direction of writing
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "…";
  }
}
