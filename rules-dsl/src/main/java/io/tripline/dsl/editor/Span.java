package io.tripline.dsl.editor;

/**
 * A piece of a file.
 *
 * @param file the file's name
 * @param start offset of its first UTF-16 unit
 * @param end offset behind its last one; may equal {@code start}
 */
public record Span(String file, int start, int end) {
  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("no span: " + start + " to " + end);
    }
  }

  /** Whether a caret at that offset touches it, at its end too. */
  public boolean touches(int offset) {
    return start <= offset && offset <= end;
  }
}
