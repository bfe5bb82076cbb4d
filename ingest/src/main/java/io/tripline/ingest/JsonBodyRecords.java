package io.tripline.ingest;

import io.tripline.ingest.json.JsonSpace;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a JSON array, or the whole body if it is not one.
 *
 * <p>Elements are cut out by counting brackets outside of strings. Whether an element is JSON, the
 * decoder sees; so one that is not does no harm to those after it, as long as its brackets pair up.
 */
final class JsonBodyRecords implements BodyRecords {
  private enum Expected {
    BODY,
    FIRST_ELEMENT,
    COMMA,
    NOTHING
  }

  private final byte[] body;
  private final int length;
  private Expected expected = Expected.BODY;
  private int start;
  private int end;
  private @Nullable String broken;

  JsonBodyRecords(byte[] body, int length) {
    this.body = body;
    this.length = length;
  }

  @Override
  public boolean next() {
    start = JsonSpace.skip(body, end, length);
    return switch (expected) {
      case BODY -> openBody();
      case FIRST_ELEMENT -> is(']') ? closeArray() : element();
      case COMMA -> {
        if (is(']')) {
          yield closeArray();
        }
        if (!is(',')) {
          yield rest("The array breaks off: a comma or its end should follow.");
        }
        start = JsonSpace.skip(body, start + 1, length);
        yield element();
      }
      case NOTHING -> false;
    };
  }

  private boolean openBody() {
    if (is('[')) {
      end = start + 1;
      expected = Expected.FIRST_ELEMENT;
      return next();
    }
    end = length; // also if there is nothing: an empty body is not an event
    expected = Expected.NOTHING;
    return true;
  }

  private boolean closeArray() {
    start = JsonSpace.skip(body, start + 1, length);
    expected = Expected.NOTHING;
    return start < length && rest("Something follows after the end of the array.");
  }

  private boolean element() {
    int after = endOfValue(start);
    if (after <= start) {
      return rest("The array breaks off: an element should follow, and end.");
    }
    end = after;
    expected = Expected.COMMA;
    return true;
  }

  private boolean rest(String why) {
    broken = why;
    end = length;
    expected = Expected.NOTHING;
    return true;
  }

  private boolean is(char c) {
    return start < length && body[start] == c;
  }

  /** The place after the value that starts at {@code from}; −1 if it does not end. */
  private int endOfValue(int from) {
    int depth = 0;
    int at = from;
    while (at < length) {
      switch (body[at]) {
        case '"' -> {
          at = endOfString(at);
          if (at < 0 || depth == 0) {
            return at;
          }
        }
        case '{', '[' -> {
          depth++;
          at++;
        }
        case '}', ']' -> {
          if (depth == 0) {
            return at; // ends a number or a word
          }
          depth--;
          at++;
          if (depth == 0) {
            return at;
          }
        }
        case ',', ' ', '\t', '\r', '\n' -> {
          if (depth == 0) {
            return at;
          }
          at++;
        }
        default -> at++;
      }
    }
    return -1;
  }

  private int endOfString(int quote) {
    int at = quote + 1;
    while (at < length) {
      if (body[at] == '"') {
        return at + 1;
      }
      at += body[at] == '\\' ? 2 : 1;
    }
    return -1;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }

  @Override
  public @Nullable String broken() {
    return broken;
  }
}
