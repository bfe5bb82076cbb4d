package io.tripline.ingest.csv;

import java.io.IOException;

/** A CSV file whose rows cannot be read, because of its header. The message is for the user. */
public final class CsvFormatException extends IOException {
  public CsvFormatException(String sentence) {
    super(sentence);
  }
}
