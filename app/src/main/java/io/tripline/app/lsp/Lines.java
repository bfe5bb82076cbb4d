package io.tripline.app.lsp;

import java.util.Arrays;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/**
 * A text with its lines as the protocol counts them: {@code \n}, {@code \r\n} and {@code \r} end
 * one; a position in a line counts UTF-16 units.
 */
final class Lines {
  private final String text;

  /** Where lines start. */
  private final int[] starts;

  Lines(String text) {
    this.text = text;
    int[] found = new int[16];
    int count = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends =
          c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
      if (ends) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = i + 1;
      }
    }
    this.starts = Arrays.copyOf(found, count);
  }

  /** The offset of a position; what lies outside of the text or of its line is moved to its end. */
  int offset(Position position) {
    if (position.getLine() < 0) {
      return 0;
    }
    if (position.getLine() >= starts.length) {
      return text.length();
    }
    int start = starts[position.getLine()];
    return start + Math.clamp(position.getCharacter(), 0, endOfLine(position.getLine()) - start);
  }

  Position position(int offset) {
    int at = Math.clamp(offset, 0, text.length());
    int line = Arrays.binarySearch(starts, at);
    if (line < 0) {
      line = -line - 2;
    }
    return new Position(line, at - starts[line]);
  }

  Range range(int start, int end) {
    return new Range(position(start), position(end));
  }

  /** Where the line's text ends, before what ends the line. */
  private int endOfLine(int line) {
    int end = line + 1 < starts.length ? starts[line + 1] : text.length();
    while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return end;
  }
}
