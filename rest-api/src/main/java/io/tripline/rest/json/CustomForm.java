package io.tripline.rest.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON in whose texts places are filled with parts of the (first) alert: <code>{{message}}</code>
 * . A text that is one place and nothing else becomes the part's JSON value, of whatever kind; a
 * place among other text, its characters, or its JSON where it has several parts. Nothing is
 * computed.
 */
public final class CustomForm implements AlertForm {
  /** The longest template, in characters without spaces between its parts. */
  public static final int MAX_TEMPLATE = 16_384;

  static final int MAX_PLACES = 100;
  static final int MAX_DEPTH = 20;

  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  /** Numbers stay as they were written. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** A piece of the body. */
  private sealed interface Piece {
    /** As it is. */
    record Json(String text) implements Piece {}

    /** A value in a place. */
    record Value(Placeholder place) implements Piece {}

    /** A text of strings and {@link Placeholder}s. */
    record Text(List<Object> parts) implements Piece {}
  }

  private final List<Piece> pieces = new ArrayList<>();
  private int places;

  private CustomForm() {}

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is none
   */
  public static CustomForm parse(String text) {
    if (text.length() > MAX_TEMPLATE) {
      throw new TemplateException(
          "", "The template has more than " + MAX_TEMPLATE + " characters.", null);
    }
    CustomForm form = new CustomForm();
    form.read(tree(text), "", 0);
    return form;
  }

  private static JsonNode tree(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      if (!tree.isMissingNode()) {
        return tree;
      }
    } catch (JacksonException e) {
      // As if there were nothing.
    }
    throw new TemplateException("", "The template is no JSON.", null);
  }

  private void read(JsonNode node, String at, int depth) {
    if (node.isContainer() && depth == MAX_DEPTH) {
      throw new TemplateException(
          at, "The template is nested more than " + MAX_DEPTH + " deep.", null);
    }
    if (node.isObject()) {
      String before = "{";
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String name = each.getKey();
        String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
        if (name.contains(OPEN)) {
          throw new TemplateException(
              pointer, "A member's name has no places.", "Put the place into its value.");
        }
        json(before + new JsonText(new StringBuilder()).string(name).text() + ":");
        read(each.getValue(), pointer, depth + 1);
        before = ",";
      }
      json(node.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      json("[");
      for (int i = 0; i < node.size(); i++) {
        json(i == 0 ? "" : ",");
        read(node.get(i), at + "/" + i, depth + 1);
      }
      json("]");
    } else if (node.isString()) {
      text(node.stringValue(), at);
    } else {
      json(node.toString());
    }
  }

  private void json(String text) {
    pieces.add(new Piece.Json(text));
  }

  private void text(String text, String at) {
    List<Object> parts = new ArrayList<>();
    int done = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, done)) {
      int close = text.indexOf(CLOSE, open);
      if (close < 0) {
        throw new TemplateException(
            at, "A place is opened and not closed.", "A place is written {{name}}.");
      }
      if (++places > MAX_PLACES) {
        throw new TemplateException(
            at, "The template has more than " + MAX_PLACES + " places.", null);
      }
      if (open > done) {
        parts.add(text.substring(done, open));
      }
      parts.add(Placeholder.of(text.substring(open + OPEN.length(), close).strip(), at));
      done = close + CLOSE.length();
    }
    if (done < text.length()) {
      parts.add(text.substring(done));
    }
    if (parts.size() == 1 && parts.getFirst() instanceof Placeholder place) {
      pieces.add(new Piece.Value(place));
    } else {
      pieces.add(new Piece.Text(List.copyOf(parts)));
    }
  }

  @Override
  public String of(Notice notice) {
    StringBuilder out = new StringBuilder(1000);
    for (Piece each : pieces) {
      switch (each) {
        case Piece.Json(String text) -> out.append(text);
        case Piece.Value(Placeholder place) -> place.value(notice, new JsonText(out));
        case Piece.Text(List<Object> parts) ->
            new JsonText(out).string(filled(parts, notice, MAX_LENGTH - out.length()));
      }
      if (out.length() > MAX_LENGTH) {
        throw new TooLongException();
      }
    }
    return out.toString();
  }

  private static String filled(List<Object> parts, Notice notice, int most) {
    StringBuilder text = new StringBuilder();
    for (Object each : parts) {
      if (each instanceof Placeholder place) {
        StringBuilder value = new StringBuilder();
        place.value(notice, new JsonText(value));
        boolean isText = value.charAt(0) == '"';
        text.append(isText ? JSON.readTree(value.toString()).stringValue() : value);
      } else {
        text.append(each);
      }
      if (text.length() > most) {
        throw new TooLongException();
      }
    }
    return text.toString();
  }
}
