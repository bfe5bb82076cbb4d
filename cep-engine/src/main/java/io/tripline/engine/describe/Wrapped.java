package io.tripline.engine.describe;

import io.tripline.engine.describe.PatternGraph.State;
import io.tripline.engine.describe.PatternGraph.Step;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Texts of a rule as the labels of a diagram need them. */
final class Wrapped {
  private static final int WIDTH = 48;

  private Wrapped() {}

  /**
   * The name of a state, below it what it takes, and then when a match ends there, if not always.
   */
  static String label(State state) {
    String match = state.match();
    return state.name()
        + "\n"
        + text(state.takes())
        + (match == null || match.isEmpty() ? "" : "\n" + text("a match, " + match));
  }

  /** The arrow of a step, and below it what else must hold; may be empty. */
  static String label(Step step) {
    Stream<String> arrow = step.arrow().isEmpty() ? Stream.empty() : Stream.of(step.arrow());
    return Stream.concat(arrow, step.notes().stream().map(Wrapped::text))
        .collect(Collectors.joining("\n"));
  }

  /** The words in lines of some length; line ends within are spaces, as in the language. */
  static String text(String text) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : text.split("\\s+")) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        out.append('\n');
        column = 0;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.toString();
  }

  /** Whether a code point can be drawn: no control character, no half of a pair. */
  static boolean isShown(int codePoint) {
    int kind = Character.getType(codePoint);
    return kind != Character.CONTROL && kind != Character.SURROGATE;
  }
}
