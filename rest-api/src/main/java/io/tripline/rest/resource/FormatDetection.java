package io.tripline.rest.resource;

import io.tripline.ingest.BodyForm;

/**
 * Guesses how a body without a content type holds its events: an array or one object is JSON;
 * anything with more after its first object, or that starts with neither, is taken line by line.
 */
final class FormatDetection {
  private FormatDetection() {}

  static BodyForm detect(byte[] body, int length) {
    int start = skipBlank(body, startAfterByteOrderMark(body, length), length);
    if (start == length || body[start] == '[') {
      return BodyForm.JSON;
    }
    if (body[start] != '{') {
      return BodyForm.LINES;
    }
    int end = endOfObject(body, start, length);
    return skipBlank(body, end, length) == length ? BodyForm.JSON : BodyForm.LINES;
  }

  private static int startAfterByteOrderMark(byte[] body, int length) {
    boolean marked =
        length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  private static int skipBlank(byte[] body, int from, int length) {
    int i = from;
    while (i < length
        && (body[i] == ' ' || body[i] == '\t' || body[i] == '\n' || body[i] == '\r')) {
      i++;
    }
    return i;
  }

  /** Just after the brace that closes the object, or the end of the body. */
  private static int endOfObject(byte[] body, int start, int length) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < length; i++) {
      switch (body[i]) {
        case '\\' -> i += inString ? 1 : 0;
        case '"' -> inString = !inString;
        case '{' -> depth += inString ? 0 : 1;
        case '}' -> {
          depth -= inString ? 0 : 1;
          if (depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return length;
  }
}
