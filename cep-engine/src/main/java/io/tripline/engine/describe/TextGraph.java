package io.tripline.engine.describe;

import io.tripline.engine.describe.PatternGraph.State;
import io.tripline.engine.describe.PatternGraph.Step;
import java.util.List;

/**
 * An automaton as lines of text: each state with what it takes, below it the steps that lead on.
 *
 * <pre>
 * start
 *      probe
 * probe: Payment where amount &lt; 2.00
 *   -&gt; probe, again
 *   -&gt; hit, after 3 or more
 * hit: Payment where amount &gt; 500.00
 *   a match
 * </pre>
 */
public final class TextGraph {
  private TextGraph() {}

  /**
   * The lines, each ending with a line feed.
   *
   * @param indent before each line
   */
  public static String print(PatternGraph graph, String indent) {
    StringBuilder out = new StringBuilder();
    out.append(indent).append("start\n");
    steps(graph, graph.beginnings(), indent, out);
    for (int s = 0; s < graph.states().size(); s++) {
      State state = graph.states().get(s);
      out.append(indent).append(state.name()).append(": ").append(line(state.takes())).append('\n');
      steps(graph, graph.from(s), indent, out);
      String match = state.match();
      if (match != null) {
        out.append(indent).append("  a match");
        out.append(match.isEmpty() ? "" : ", " + match).append('\n');
      }
    }
    return out.toString();
  }

  private static void steps(
      PatternGraph graph, List<Step> steps, String indent, StringBuilder out) {
    for (Step step : steps) {
      out.append(indent).append("  ").append(step.arrow().isEmpty() ? "  " : step.arrow());
      out.append(' ').append(graph.states().get(step.to()).name());
      step.notes().forEach(note -> out.append(", ").append(line(note)));
      out.append('\n');
    }
  }

  /** A text of the rule may hold line ends; here it stays on its line. */
  private static String line(String text) {
    return text.replaceAll("\\R", " ");
  }
}
