package io.tripline.dsl.editor;

import io.tripline.dsl.format.Formatter;
import java.util.Optional;

/** Writes a file in the one way that all files are written in. */
public final class Formatting {
  private Formatting() {}

  /**
   * The change that formats a file: the lines from the first to the last that differ. Lines go on
   * ending as they do. Empty if nothing is to be changed, or the file cannot be read as rules.
   */
  public static Optional<TextChange> of(Snapshot snapshot, String file) {
    Source source = snapshot.sources().get(file);
    if (source == null) {
      return Optional.empty();
    }
    String formatted = Formatter.format(source.file()).text();
    if (formatted == null) {
      return Optional.empty();
    }
    String text = source.file().text();
    return difference(
        file, text, text.contains("\r\n") ? formatted.replace("\n", "\r\n") : formatted);
  }

  private static Optional<TextChange> difference(String file, String from, String to) {
    if (from.equals(to)) {
      return Optional.empty();
    }
    int shorter = Math.min(from.length(), to.length());
    int start = 0;
    while (start < shorter && from.charAt(start) == to.charAt(start)) {
      start++;
    }
    start = from.lastIndexOf('\n', start - 1) + 1;
    int end = 0;
    while (end < shorter - start
        && from.charAt(from.length() - 1 - end) == to.charAt(to.length() - 1 - end)) {
      end++;
    }
    // Whole lines: back to where the common end begins a line.
    int line = from.indexOf('\n', from.length() - end);
    end = line < 0 ? 0 : from.length() - line - 1;
    return Optional.of(
        new TextChange(
            new Span(file, start, from.length() - end), to.substring(start, to.length() - end)));
  }
}
