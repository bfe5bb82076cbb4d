package io.tripline.rest.resource;

import io.tripline.ingest.BodyForm;
import io.tripline.ingest.csv.CsvBody;
import io.tripline.ingest.csv.CsvFormatException;
import io.tripline.ingest.csv.CsvHeader;
import io.tripline.ingest.csv.CsvRowEnds;
import org.jspecify.annotations.Nullable;

/** Cuts a body that comes bit by bit where records end. Not thread-safe. */
abstract sealed class EventParts {
  /** The place after the last record that is whole; 0 if none is. */
  abstract int end(byte[] bytes, int length);

  /** How the records of the next part are held; it begins where the one before has ended. */
  abstract BodyForm form(byte[] bytes, int length);

  /** Whether nothing after the last part can be read, as it is not known how. */
  boolean isBroken() {
    return false;
  }

  static EventParts lines() {
    return new Lines();
  }

  static EventParts csv() {
    return new Csv();
  }

  private static final class Lines extends EventParts {
    @Override
    int end(byte[] bytes, int length) {
      int end = length;
      while (end > 0 && bytes[end - 1] != '\n') {
        end--;
      }
      return end;
    }

    @Override
    BodyForm form(byte[] bytes, int length) {
      return BodyForm.LINES;
    }
  }

  private static final class Csv extends EventParts {
    private final CsvRowEnds ends = new CsvRowEnds();
    private @Nullable BodyForm following;
    private boolean broken;

    @Override
    int end(byte[] bytes, int length) {
      return ends.find(bytes, length);
    }

    @Override
    BodyForm form(byte[] bytes, int length) {
      ends.begin();
      BodyForm form = following;
      if (form != null) {
        return form;
      }
      try {
        following = CsvBody.following(CsvHeader.read(bytes, length, "the body"));
      } catch (CsvFormatException e) {
        broken = true; // as the first part tells
      }
      return BodyForm.CSV;
    }

    @Override
    boolean isBroken() {
      return broken;
    }
  }
}
