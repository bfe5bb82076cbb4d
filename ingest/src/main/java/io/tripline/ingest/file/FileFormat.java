package io.tripline.ingest.file;

import java.util.Locale;

/** How a file holds its events. */
public enum FileFormat {
  /** One JSON object a line. */
  JSON_LINES,
  /** A header, and a row for each event. */
  CSV;

  /** By the ending of a file's name: {@code .csv}, or {@code .csv.gz}; else JSON. */
  static FileFormat of(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    return lower.endsWith(".csv") || lower.endsWith(".csv.gz") ? CSV : JSON_LINES;
  }
}
