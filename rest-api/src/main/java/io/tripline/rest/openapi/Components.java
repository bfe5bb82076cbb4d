package io.tripline.rest.openapi;

import io.tripline.rest.endpoint.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The schemas that have names, each once. Used by one thread. */
final class Components {
  private final Map<String, Schema> schemas = new LinkedHashMap<>();
  private final Map<String, Object> written = new TreeMap<>();

  /**
   * A schema as it stands where it is used: a reference, if it has a name.
   *
   * @throws IllegalStateException if another schema has the same name
   */
  Object use(Schema schema) {
    String name = schema.name();
    if (name == null) {
      return members(schema.keywords());
    }
    Schema known = schemas.putIfAbsent(name, schema);
    if (known == null) {
      written.put(name, members(schema.keywords()));
    } else if (!known.equals(schema)) {
      throw new IllegalStateException("two forms have the name " + name);
    }
    return Map.of("$ref", "#/components/schemas/" + name);
  }

  /** All that were used, and what they use, by name. */
  Map<String, Object> all() {
    return written;
  }

  private Map<String, @Nullable Object> members(Map<?, ?> map) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, each) -> members.put(String.valueOf(name), value(each)));
    return members;
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case Schema schema -> use(schema);
      case Map<?, ?> map -> members(map);
      case List<?> list -> list.stream().map(this::value).toList();
      case null, default -> value;
    };
  }
}
