package io.tripline.ingest.csv;

import io.tripline.ingest.BodyForm;
import io.tripline.ingest.BodyRecords;
import io.tripline.ingest.RecordForm;
import org.jspecify.annotations.Nullable;

/** The rows of a body. Not thread-safe. */
public final class CsvBody implements BodyRecords {
  private final byte[] body;
  private final int length;
  private final CsvRow row = new CsvRow();
  private int start;
  private int next;

  private CsvBody(byte[] body, int length, int next) {
    this.body = body;
    this.length = length;
    this.next = next;
  }

  /** The rows behind the first one, which names the columns; one broken record if it does not. */
  public static BodyForm.Records read(byte[] body, int length) {
    try {
      CsvHeader header = CsvHeader.read(body, length, "the body");
      return rows(header, body, header.length(), length);
    } catch (CsvFormatException e) {
      BodyRecords broken = BodyRecords.single(length, String.valueOf(e.getMessage()));
      return new BodyForm.Records(broken, RecordForm.JSON);
    }
  }

  /** The rows of a body whose columns are known. */
  public static BodyForm following(CsvHeader header) {
    return (body, length) -> rows(header, body, 0, length);
  }

  private static BodyForm.Records rows(CsvHeader header, byte[] body, int from, int length) {
    RecordForm form =
        json -> {
          CsvEventDecoder rows = new CsvEventDecoder(header, json);
          return (buffer, offset, size, out) -> {
            rows.decodeRow(buffer, offset, offset + size, out);
            return rows.rejection();
          };
        };
    return new BodyForm.Records(new CsvBody(body, length, from), form);
  }

  @Override
  public boolean next() {
    do {
      if (next >= length) {
        return false;
      }
      start = next;
      next = row.read(body, start, length);
    } while (row.isBlank());
    return true;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return row.end();
  }

  @Override
  public @Nullable String broken() {
    return null;
  }
}
