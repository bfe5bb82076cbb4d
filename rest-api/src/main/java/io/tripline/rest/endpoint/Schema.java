package io.tripline.rest.endpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a JSON value, as JSON Schema 2020-12 has it, which is what OpenAPI 3.1 uses.
 * Immutable.
 *
 * @param name under which the document has it once for all its uses; null to write it where it is
 *     used
 * @param keywords of JSON Schema, whose values may hold other schemas
 */
public record Schema(@Nullable String name, Map<String, Object> keywords) {
  private static final String TYPE = "type";

  public Schema {
    keywords = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(keywords));
  }

  private static Schema of(String type, Object... more) {
    Map<String, Object> keywords = new LinkedHashMap<>();
    keywords.put(TYPE, type);
    for (int i = 0; i < more.length; i += 2) {
      keywords.put((String) more[i], more[i + 1]);
    }
    return new Schema(null, keywords);
  }

  public static Schema text() {
    return of("string");
  }

  /** A text that a regular expression matches whole. */
  public static Schema text(String pattern) {
    return of("string", "pattern", "^(?:" + pattern + ")$");
  }

  public static Schema words(Collection<String> words) {
    return of("string", "enum", List.copyOf(words));
  }

  public static Schema words(String... words) {
    return words(List.of(words));
  }

  /** A point of time in ISO 8601. */
  public static Schema time() {
    return of("string", "format", "date-time");
  }

  /** A whole number of 64 bits. */
  public static Schema integer() {
    return of("integer", "format", "int64");
  }

  /** A whole number within bounds, both inclusive. */
  public static Schema integer(long least, long most) {
    return of("integer", "format", "int64", "minimum", least, "maximum", most);
  }

  public static Schema number() {
    return of("number");
  }

  public static Schema flag() {
    return of("boolean");
  }

  public static Schema list(Schema of) {
    return of("array", "items", of);
  }

  /** An object whose members' names are data. */
  public static Schema map(Schema of) {
    return of("object", "additionalProperties", of);
  }

  /** Anything that JSON has. */
  public static Schema any() {
    return new Schema(null, Map.of());
  }

  /** Bytes, or a text that is no JSON. */
  public static Schema raw() {
    return of("string");
  }

  /** One of several forms. */
  public static Schema oneOf(Schema... forms) {
    return new Schema(null, Map.of("oneOf", List.of(forms)));
  }

  /** An object with known members. */
  public static Members object(String name) {
    return new Members(name);
  }

  /** This schema, which may also be null. */
  public Schema orNull() {
    if (name == null && keywords.get(TYPE) instanceof String type) {
      Map<String, Object> nullable = new LinkedHashMap<>(keywords);
      nullable.put(TYPE, List.of(type, "null"));
      if (keywords.get("enum") instanceof List<?> words) {
        List<@Nullable Object> all = new ArrayList<>(words);
        all.add(null);
        nullable.put("enum", java.util.Collections.unmodifiableList(all));
      }
      return new Schema(null, nullable);
    }
    return keywords.isEmpty() ? this : new Schema(null, Map.of("oneOf", List.of(this, of("null"))));
  }

  /** This schema with a sentence on what it means. */
  public Schema meaning(String sentence) {
    return with("description", sentence);
  }

  /** This schema, and what stands where it is left out. */
  public Schema usually(Object value) {
    return with("default", value);
  }

  /**
   * A reference may have a description beside it, but a name of its own would be another schema.
   */
  private Schema with(String keyword, Object value) {
    if (name != null) {
      Map<String, Object> around = new LinkedHashMap<>();
      around.put("allOf", List.of(this));
      around.put(keyword, value);
      return new Schema(null, around);
    }
    Map<String, Object> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new Schema(null, more);
  }

  /** Collects the members of an object. */
  public static final class Members {
    private final String name;
    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<String> required = new ArrayList<>();
    private @Nullable Schema others;

    private Members(String name) {
      this.name = name;
    }

    /** A member that is always there. */
    public Members member(String member, Schema schema) {
      required.add(member);
      return maybe(member, schema);
    }

    /** A member that is always there, with what it means. */
    public Members member(String member, Schema schema, String meaning) {
      return member(member, schema.meaning(meaning));
    }

    /** A member that may be missing. */
    public Members maybe(String member, Schema schema) {
      properties.put(member, schema);
      return this;
    }

    /** A member that may be missing, with what it means. */
    public Members maybe(String member, Schema schema, String meaning) {
      return maybe(member, schema.meaning(meaning));
    }

    /** It also has members whose names are data. */
    public Members withOthers(Schema schema) {
      others = schema;
      return this;
    }

    public Schema end() {
      Map<String, Object> keywords = new LinkedHashMap<>();
      keywords.put(TYPE, "object");
      keywords.put("properties", new LinkedHashMap<>(properties));
      if (!required.isEmpty()) {
        keywords.put("required", List.copyOf(required));
      }
      if (others != null) {
        keywords.put("additionalProperties", others);
      }
      return new Schema(name, keywords);
    }
  }
}
