package io.tripline.dsl.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A keyed table of values, whose contents change while rules run.
 *
 * @param keyName what the key is called
 * @param doc its {@code ///} text, or null
 */
public record Table(
    String name,
    String keyName,
    Type keyType,
    List<Column> columns,
    @Nullable String doc,
    Place place) {

  /**
   * A column.
   *
   * @param nullable whether a row may lack it
   * @param pii whether people may see its value only masked
   */
  public record Column(String name, Type type, boolean nullable, boolean pii) {}

  public Table {
    columns = List.copyOf(columns);
  }
}
