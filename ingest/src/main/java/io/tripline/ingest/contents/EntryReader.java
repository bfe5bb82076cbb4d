package io.tripline.ingest.contents;

import io.tripline.engine.contents.Change;
import io.tripline.engine.contents.EntryForm;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.ingest.csv.CsvEventDecoder;
import io.tripline.ingest.csv.CsvFormatException;
import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.json.JsonEventDecoder;
import io.tripline.ingest.json.JsonSpace;
import io.tripline.ingest.json.Rejection;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries into a change. After it has found anything wrong the change must not be made. Not
 * thread-safe.
 */
public final class EntryReader {
  /** Of wrong entries, how many are told; the others are counted. */
  public static final int MOST_TOLD = 100;

  /** The most bytes of one entry, as it is written. */
  public static final int LONGEST = 1 << 20;

  private final EntryForm form;
  private final Change change;
  private final JsonEventDecoder decoder;
  private final List<WrongEntry> wrong = new ArrayList<>();
  private long wrongCount;

  /**
   * @param change takes the entries
   */
  public EntryReader(Change change) {
    this.change = change;
    this.form = change.form();
    this.decoder = JsonEventDecoder.ofEntries(form.schema());
  }

  /** What is wrong, by line; the first ones. */
  public List<WrongEntry> wrong() {
    return List.copyOf(wrong);
  }

  /** How many entries are wrong. */
  public long wrongCount() {
    return wrongCount;
  }

  /**
   * Reads all entries of a stream.
   *
   * @param declared how they are written, or null if they are to be looked at
   */
  public void read(InputStream in, @Nullable EntryFormat declared) throws IOException {
    EntryRecords records = new EntryRecords(in, LONGEST);
    EntryFormat format = declared == null ? records.format() : declared;
    if (format == EntryFormat.CSV) {
      readRows(records);
    } else {
      readObjects(records, format);
    }
    String broken = records.broken();
    if (broken != null) {
      add(records.line(), broken);
    }
  }

  private void readObjects(EntryRecords records, EntryFormat format) throws IOException {
    while (records.next(format)) {
      byte[] bytes = records.bytes();
      if (JsonSpace.skip(bytes, records.from(), records.to()) < records.to()) {
        int length = records.to() - records.from();
        taken(records.line(), decoder.decode(bytes, records.from(), length, change.entry()), false);
      }
    }
  }

  private void readRows(EntryRecords records) throws IOException {
    CsvEventDecoder rows = null;
    while (records.next(EntryFormat.CSV)) {
      byte[] bytes = records.bytes();
      int from = JsonSpace.skip(bytes, records.from(), records.to());
      if (rows == null) {
        if (from < records.to()) {
          CsvHeader header = header(bytes, from, records);
          if (header == null) {
            return;
          }
          rows = CsvEventDecoder.ofEntries(header, decoder);
        }
      } else {
        int before = change.entry().count();
        rows.decodeRow(bytes, records.from(), records.to(), change.entry());
        boolean blank = rows.rejection() == null && change.entry().count() == before;
        taken(records.line(), rows.rejection(), blank);
      }
    }
  }

  private @Nullable CsvHeader header(byte[] bytes, int from, EntryRecords records) {
    byte[] row = Arrays.copyOfRange(bytes, from, records.to());
    try {
      CsvHeader header = CsvHeader.read(row, row.length, "The file");
      List<String> known = form.fields().stream().map(field -> field.name()).toList();
      for (String column : header.columns()) {
        boolean isPart = column.endsWith(".lat") || column.endsWith(".lon");
        String name = isPart ? column.substring(0, column.length() - 4) : column;
        if (!known.contains(column) && !known.contains(name)) {
          add(
              records.line(),
              "There is no column "
                  + column
                  + " here; there are "
                  + String.join(", ", known)
                  + ".");
          return null;
        }
      }
      if (!header.columns().contains(known.getFirst())) {
        add(records.line(), "The first line names no column " + known.getFirst() + ".");
        return null;
      }
      return header;
    } catch (CsvFormatException e) {
      add(records.line(), String.valueOf(e.getMessage()));
      return null;
    }
  }

  private void taken(long line, @Nullable Rejection rejection, boolean blank) {
    if (rejection != null) {
      change.entry().clear();
      add(
          line,
          rejection.reason().replace("The event ", "The entry ").replace("An event ", "An entry "));
    } else if (!blank && change.add() == Change.Added.CONFLICT) {
      add(
          line,
          "An entry before it has the same "
              + form.fields().get(EntryForm.KEY).name()
              + " and is different.");
    }
  }

  private void add(long line, String reason) {
    wrongCount++;
    if (wrong.size() < MOST_TOLD) {
      wrong.add(new WrongEntry(line, reason));
    }
  }

  /**
   * Reads what names an entry: its value or key.
   *
   * @param key as in a cell of CSV
   * @param reason why it is to be removed, or null
   * @return the entry of the form's {@link EntryForm#ofKeys}; null if it is none, with the reason
   *     in {@link #wrong}
   */
  public @Nullable EventView key(String key, @Nullable String reason) {
    EntryForm ofKeys = form.ofKeys();
    String name = ofKeys.fields().get(EntryForm.KEY).name();
    boolean tells = reason != null && ofKeys.reasonField() >= 0;
    String head = tells ? quoted(name) + "," + EntryForm.REASON : quoted(name);
    String row = reason != null && tells ? quoted(key) + "," + quoted(reason) : quoted(key);
    try {
      byte[] header = head.getBytes(StandardCharsets.UTF_8);
      CsvHeader columns = CsvHeader.read(header, header.length, "the key");
      CsvEventDecoder rows =
          CsvEventDecoder.ofEntries(columns, JsonEventDecoder.ofEntries(ofKeys.schema()));
      EventWriter writer = new EventWriter(false);
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      rows.decodeRow(bytes, 0, bytes.length, writer);
      if (rows.rejection() == null) {
        return new EventView().wrap(writer.bytes(), 0);
      }
      add(1, rows.rejection().reason());
    } catch (CsvFormatException e) {
      add(1, String.valueOf(e.getMessage()));
    }
    return null;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
