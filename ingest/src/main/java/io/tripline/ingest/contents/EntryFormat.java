package io.tripline.ingest.contents;

import io.tripline.ingest.json.JsonSpace;

/** How entries are written. */
public enum EntryFormat {
  /** One row each, behind a row that names the columns. */
  CSV,
  /** One JSON object a line. */
  JSON_LINES,
  /** A JSON object, or an array of them. */
  JSON;

  /** What bytes look like, of which these are the first. */
  static EntryFormat of(byte[] bytes, int length) {
    int at = JsonSpace.skip(bytes, 0, length);
    if (at == length || bytes[at] != '[' && bytes[at] != '{') {
      return CSV;
    }
    if (bytes[at] == '[') {
      return JSON;
    }
    int end = at;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    int last = JsonSpace.trimEnd(bytes, at, end) - 1;
    return end < length && bytes[last] == '}' ? JSON_LINES : JSON;
  }
}
