package io.tripline.ingest.file;

import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.ingest.csv.CsvEventDecoder;
import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.Rejection;
import org.jspecify.annotations.Nullable;

/** Decodes the records of a file, whatever its format. Not thread-safe. */
final class RecordDecoder {
  private final JsonEventDecoder json;
  private @Nullable CsvEventDecoder csv;

  RecordDecoder(Schema schema, FileIngestSettings settings) {
    json = new JsonEventDecoder(schema, settings.source(), settings.limits());
  }

  /** The number of the schema it decodes against. */
  int schemaId() {
    return json.schema().id();
  }

  /**
   * Decodes the record that starts at {@code from}. Afterwards the other methods tell of it.
   *
   * @param out gets one more event; or nothing if the record is blank, or rejected
   * @return the place of the next one
   */
  int decode(LineBlock block, int from, EventWriter out) {
    CsvHeader header = block.header;
    if (header == null) {
      return json.decodeLine(block.bytes, from, block.length, out);
    }
    CsvEventDecoder rows = csv;
    if (rows == null) {
      rows = new CsvEventDecoder(header, json);
      csv = rows;
    }
    return rows.decodeRow(block.bytes, from, block.length, out);
  }

  /** Why it is no event; null if it is one, or blank. */
  @Nullable Rejection rejection() {
    return csv == null ? json.rejection() : csv.rejection();
  }

  /** How many bytes it has, if it was rejected. */
  int length() {
    return csv == null ? json.lineLength() : csv.rowLength();
  }

  /** How many lines of the file it takes. */
  int lines() {
    return csv == null ? 1 : csv.rowLines();
  }
}
