package io.tripline.ingest.csv;

import io.tripline.ingest.json.JsonSpace;
import io.tripline.ingest.json.Utf8Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The first row of a CSV file, which names the columns. Immutable.
 *
 * @param columns their names; no two are the same, none is empty
 * @param length bytes that the row takes, its line feed included
 * @param lines lines that the row takes
 */
public record CsvHeader(List<String> columns, int length, int lines) {
  public CsvHeader {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the row at the start of a file.
   *
   * @param fileName for the message
   */
  public static CsvHeader read(byte[] bytes, int length, String fileName)
      throws CsvFormatException {
    int from = JsonSpace.skip(bytes, 0, length); // empty lines, and a byte order mark
    CsvRow row = new CsvRow();
    int next = row.read(bytes, from, length);
    if (row.mistake() != null || Utf8Check.firstInvalid(bytes, from, next) >= 0) {
      throw new CsvFormatException("The first line of " + fileName + " does not name columns.");
    }
    List<String> names = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (int cell = 0; cell < row.cells(); cell++) {
      int start = row.start(cell);
      String text = new String(bytes, start, row.end(cell) - start, StandardCharsets.UTF_8);
      String name = (row.hasDoubledQuotes(cell) ? text.replace("\"\"", "\"") : text).strip();
      if (name.isEmpty()) {
        throw new CsvFormatException(
            "Column " + (cell + 1) + " of " + fileName + " has no name in the first line.");
      }
      if (!known.add(name)) {
        throw new CsvFormatException(fileName + " names the column \"" + name + "\" twice.");
      }
      names.add(name);
    }
    int before = 0;
    for (int i = 0; i < from; i++) {
      before += bytes[i] == '\n' ? 1 : 0;
    }
    return new CsvHeader(names, next, before + row.lines());
  }
}
