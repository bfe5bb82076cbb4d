package io.tripline.dsl.check;

import io.tripline.dsl.ir.Table;
import io.tripline.dsl.ir.Type;
import java.util.List;

/**
 * A declared table.
 *
 * @param table a column whose type could not be read has {@link Type.Simple#NULL}; it has been
 *     reported
 * @param incomplete whether it may have columns that could not be read
 */
record TableSymbol(Table table, boolean incomplete) {
  /** The index of the column with that name, or −1. */
  int indexOf(String column) {
    return columnNames().indexOf(column);
  }

  List<String> columnNames() {
    return table.columns().stream().map(Table.Column::name).toList();
  }
}
