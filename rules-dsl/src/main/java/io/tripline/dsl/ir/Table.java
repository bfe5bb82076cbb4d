package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A keyed table of values, whose contents change while rules run.
 *
 * @param keyName what the key is called
 * @param source the events of which the last one for each key is its row, or null
 * @param doc its {@code ///} text, or null
 */
public record Table(
    String name,
    String keyName,
    Type keyType,
    List<Column> columns,
    @Nullable Source source,
    @Nullable String doc,
    Place place) {

  /**
   * A column.
   *
   * @param nullable whether a row may lack it
   * @param pii whether people may see its value only masked
   */
  public record Column(String name, Type type, boolean nullable, boolean pii) {}

  /**
   * Events that a table follows.
   *
   * @param keyField the index of the field that is the key
   * @param columnFields for each column the index of its field
   */
  public record Source(EventType type, int keyField, List<Integer> columnFields) {
    public Source {
      columnFields = List.copyOf(columnFields);
    }
  }

  public Table {
    columns = List.copyOf(columns);
  }
}
