package io.tripline.ingest.csv;

import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import io.tripline.ingest.json.Utf8Check;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes the rows of a CSV file, by the rules of {@code docs/events.md}. Not thread-safe. */
public final class CsvEventDecoder {
  private static final String TYPE = "type";

  private final CsvHeader header;
  private final JsonEventDecoder decoder;
  private final CsvRow row = new CsvRow();
  private final JsonRow json = new JsonRow();
  private final int typeColumn;

  /** For each declared type, by its name's bytes. */
  private final List<byte[]> typeNames = new ArrayList<>();

  private final List<CsvColumns> columns = new ArrayList<>();
  private final CsvColumns unknown;
  private @Nullable Rejection rejection;
  private int start;

  /**
   * @param decoder takes the rows as JSON
   */
  public CsvEventDecoder(CsvHeader header, JsonEventDecoder decoder) {
    this(header, decoder, header.columns().indexOf(TYPE));
  }

  private CsvEventDecoder(CsvHeader header, JsonEventDecoder decoder, int typeColumn) {
    this.header = header;
    this.decoder = decoder;
    this.typeColumn = typeColumn;
    Schema schema = decoder.schema();
    for (EventLayout layout : schema.layouts()) {
      typeNames.add(layout.type().name().getBytes(StandardCharsets.UTF_8));
      columns.add(new CsvColumns(header.columns(), layout.type()));
    }
    unknown = new CsvColumns(header.columns(), null);
  }

  /**
   * A decoder for the entries of a list or table, which have no {@code type}.
   *
   * @param decoder of entries
   */
  public static CsvEventDecoder ofEntries(CsvHeader header, JsonEventDecoder decoder) {
    return new CsvEventDecoder(header, decoder, -1);
  }

  /**
   * Decodes the row that starts at {@code from}.
   *
   * @param to where the last row ends, which need not have a line feed
   * @param out gets one more event, whose raw record is the row as JSON; or nothing if the row is
   *     an empty line, or rejected
   * @return the place after the row and its line feed
   */
  public int decodeRow(byte[] rows, int from, int to, EventWriter out) {
    start = from;
    int next = row.read(rows, from, to);
    rejection = row.isBlank() ? null : decode(rows, out);
    return next;
  }

  private @Nullable Rejection decode(byte[] rows, EventWriter out) {
    int invalid = Utf8Check.firstInvalid(rows, start, row.end());
    if (invalid >= 0) {
      return unparseable(
          "Byte %d (0x%02X) is not UTF-8.".formatted(invalid - start + 1, rows[invalid]));
    }
    String mistake = row.mistake();
    if (mistake != null) {
      return unparseable(mistake);
    }
    if (row.cells() != header.columns().size()) {
      return unparseable(
          "The row has %s, but the file has %s."
              .formatted(count(row.cells(), "value"), count(header.columns().size(), "column")));
    }
    int length = json.write(rows, row, columnsOf(rows));
    return decoder.decode(json.bytes(), 0, length, out);
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static Rejection unparseable(String sentence) {
    return new Rejection("unparseable", sentence);
  }

  private CsvColumns columnsOf(byte[] rows) {
    if (typeColumn < 0) {
      return columns.size() == 1 ? columns.getFirst() : unknown;
    }
    for (int i = 0; i < columns.size(); i++) {
      byte[] name = typeNames.get(i);
      if (Arrays.equals(name, 0, name.length, rows, row.start(typeColumn), row.end(typeColumn))) {
        return columns.get(i);
      }
    }
    // An empty one is no type, as in JSON; where one type is declared, it need not be named.
    return columns.size() == 1 && row.isEmpty(typeColumn) ? columns.getFirst() : unknown;
  }

  /** Why the row that was decoded last is no event; null if it is one, or an empty line. */
  public @Nullable Rejection rejection() {
    return rejection;
  }

  /** How many bytes that row has, without its line feed. */
  public int rowLength() {
    return row.end() - start;
  }

  /** How many lines that row takes. */
  public int rowLines() {
    return row.lines();
  }
}
