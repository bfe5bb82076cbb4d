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
 * @param arrival what happens to events out of order, and to those that come twice
 * @param doc its {@code ///} text, or null
 */
public record EventType(
    String name,
    List<Field> fields,
    int timeField,
    int idField,
    Arrival arrival,
    @Nullable String doc) {

  /** In order, or matched on arrival; and without looking for duplicates. */
  public static final Arrival IN_ORDER = new Arrival(0, Late.ACCEPT, Arrival.NO_DEDUPLICATION);

  /**
   * How events of a type arrive (language reference, sections 3 and 7).
   *
   * @param latenessMillis how much later than a younger one an event may come, and still be matched
   *     in its order
   * @param late what happens to one that comes later than that
   * @param dedupeMillis for how long of event time an id is remembered, or {@link
   *     #NO_DEDUPLICATION}
   */
  public record Arrival(long latenessMillis, Late late, long dedupeMillis) {
    public static final long NO_DEDUPLICATION = -1;
  }

  /** What happens to a late event. */
  public enum Late {
    /** It is matched on arrival, at the time of the watermark. */
    ACCEPT,
    /** It goes to the late log. */
    DIVERT,
    /** It is counted. */
    DROP;

    /** As it is written. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A type whose events are {@link #IN_ORDER}. */
  public EventType(
      String name, List<Field> fields, int timeField, int idField, @Nullable String doc) {
    this(name, fields, timeField, idField, IN_ORDER, doc);
  }

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
