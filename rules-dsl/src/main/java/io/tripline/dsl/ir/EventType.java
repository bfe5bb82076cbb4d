package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A declared type of event.
 *
 * @param name its name, as the JSON field {@code type} gives it
 * @param fields in the order of declaration
 * @param timeField index of the field marked {@code @time}, of type timestamp and never null
 * @param idField index of the field marked {@code @id}, or {@link #NO_ID}
 * @param doc its {@code ///} text, or null
 */
public record EventType(
    String name, List<Field> fields, int timeField, int idField, @Nullable String doc) {

  /** In place of {@link #idField} where the engine numbers the events. */
  public static final int NO_ID = -1;

  /**
   * A field of an event.
   *
   * @param name its name in rules
   * @param jsonName its name in JSON
   * @param nullable whether it may be missing or null
   * @param pii whether people may see its value only masked
   */
  public record Field(String name, String jsonName, Type type, boolean nullable, boolean pii) {}

  public EventType {
    fields = List.copyOf(fields);
  }

  /** The index of the field with that name, or −1. */
  public int indexOf(String fieldName) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(fieldName)) {
        return i;
      }
    }
    return -1;
  }
}
