package io.tripline.dsl.editor;

import io.tripline.dsl.ir.Place;
import java.util.Arrays;

/** The text of a file with its lines, as the parser counts them: a line feed ends one. */
final class SourceText {
  private final String name;
  private final String text;

  /** Offsets at which lines start. */
  private final int[] lines;

  SourceText(String name, String text) {
    this.name = name;
    this.text = text;
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at + 1;
    }
    this.lines = Arrays.copyOf(starts, count);
  }

  String text() {
    return text;
  }

  /** What a place covers; clamped to the text, should the place be of another one. */
  Span span(Place place) {
    int line = Math.min(place.line(), lines.length) - 1;
    int start = forward(lines[line], place.column() - 1);
    return new Span(name, start, forward(start, place.length()));
  }

  /** The line on which a place begins, without its end. */
  String line(Place place) {
    int line = Math.min(place.line(), lines.length) - 1;
    int end = line + 1 < lines.length ? lines[line + 1] : text.length();
    return text.substring(lines[line], end).stripTrailing();
  }

  /** So many code points on, at most to the end. */
  private int forward(int offset, int codePoints) {
    int at = offset;
    for (int i = 0; i < codePoints && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }
}
