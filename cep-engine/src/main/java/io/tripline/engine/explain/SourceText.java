package io.tripline.engine.explain;

import io.tripline.dsl.ir.Expr;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;

/**
 * The words of an author, found by the places that expressions keep. A place tells where an
 * expression begins and how much of its first line it covers; where it goes on below is seen from
 * its parts. Immutable.
 */
public final class SourceText {
  /** Where there is no source, every expression is printed from the rule as it was compiled. */
  public static final SourceText NONE = new SourceText(Map.of());

  /** Texts, quoted names, and what has to be whole. */
  private static final java.util.regex.Pattern TOKEN =
      java.util.regex.Pattern.compile("'[^']*'|\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|//|/\\*|[()]|\\w+");

  private final Map<String, List<String>> lines = new HashMap<>();

  private SourceText(Map<String, String> files) {
    files.forEach((name, text) -> lines.put(name, text.lines().toList()));
  }

  /**
   * The sources of a rule set.
   *
   * @param files text by the name that places give the file
   */
  public static SourceText of(Map<String, String> files) {
    return new SourceText(files);
  }

  /** What stands in the source, on one line; empty if it cannot be told. */
  public Optional<String> of(Expr expr) {
    return between(expr.place(), last(expr, expr.place()));
  }

  /** The same of a pattern. */
  public Optional<String> of(Pattern pattern) {
    return between(pattern.place(), last(pattern, pattern.place()));
  }

  private static Place last(Pattern pattern, Place soFar) {
    Place last = end(pattern.place()) > end(soFar) ? pattern.place() : soFar;
    for (Pattern part : pattern.inner()) {
      last = last(part, last);
    }
    return last;
  }

  private Optional<String> between(Place start, Place last) {
    List<String> file = lines.get(start.file());
    if (file == null || last.line() > file.size()) {
      return Optional.empty();
    }
    StringJoiner text = new StringJoiner(" ");
    for (int line = start.line(); line <= last.line(); line++) {
      int[] points = file.get(line - 1).codePoints().toArray();
      int from = line == start.line() ? start.column() - 1 : 0;
      int to = line == last.line() ? last.column() - 1 + last.length() : points.length;
      if (from > to || to > points.length) {
        return Optional.empty();
      }
      text.add(new String(points, from, to - from).strip());
    }
    return closed(text.toString());
  }

  /** Where the last of its parts stands; an expression on one line is its own last part. */
  private static Place last(Expr expr, Place soFar) {
    Place place = expr.place();
    Place last = end(place) > end(soFar) ? place : soFar;
    for (Expr part : expr.parts()) {
      if (part.place().file().equals(place.file())) {
        last = last(part, last);
      }
    }
    return last;
  }

  private static long end(Place place) {
    return ((long) place.line() << 32) + place.column() + place.length();
  }

  /**
   * A text with the brackets that it lacks at its end: one that closes on a line of its own belongs
   * to none of the parts. Empty if it holds a comment, or something else that is not whole.
   */
  private static Optional<String> closed(String text) {
    int open = 0;
    int cases = 0;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      switch (token.group()) {
        case "(" -> open++;
        case ")" -> open--;
        case "case" -> cases++;
        case "end" -> cases--;
        case "//", "/*" -> {
          return Optional.empty();
        }
        default -> {}
      }
    }
    return open < 0 || cases != 0 ? Optional.empty() : Optional.of(text + ")".repeat(open));
  }
}
