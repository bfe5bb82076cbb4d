package io.tripline.dsl.ir;

/**
 * Where in a source file something stands.
 *
 * @param file the file's name as the user gave it
 * @param line the first line, from 1
 * @param column the first column in that line, from 1, counted in code points
 * @param length how many code points it covers on its first line, at least 1
 */
public record Place(String file, int line, int column, int length) implements Comparable<Place> {
  public Place {
    if (line < 1 || column < 1 || length < 1) {
      throw new IllegalArgumentException("a place counts from 1: " + line + ":" + column);
    }
  }

  @Override
  public int compareTo(Place other) {
    int byFile = file.compareTo(other.file);
    if (byFile != 0) {
      return byFile;
    }
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : Integer.compare(column, other.column);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
