package io.tripline.engine.describe;

import io.tripline.engine.describe.PatternGraph.State;
import io.tripline.engine.describe.PatternGraph.Step;
import java.util.List;
import java.util.stream.Stream;

/** Automata as a flowchart of Mermaid: in it a subgraph for each rule. */
final class MermaidGraph {
  /** ASCII characters that mean nothing to Mermaid within a quoted text. */
  private static final String PLAIN = " _.,:=+*/()!?'-";

  private MermaidGraph() {}

  static String print(List<PatternGraph> graphs) {
    StringBuilder out = new StringBuilder("flowchart LR\n");
    for (int g = 0; g < graphs.size(); g++) {
      PatternGraph graph = graphs.get(g);
      out.append("  subgraph r").append(g).append(" [").append(quoted(graph.rule()));
      out.append("]\n");
      out.append("    ").append(id(g, PatternGraph.START)).append("(( ))\n");
      for (int s = 0; s < graph.states().size(); s++) {
        out.append("    ").append(id(g, s)).append(shape(graph.states().get(s))).append('\n');
      }
      int rule = g;
      Stream.concat(graph.beginnings().stream(), graph.steps().stream())
          .forEach(step -> out.append("    ").append(edge(step, rule)).append('\n'));
      out.append("  end\n");
    }
    return out.toString();
  }

  /** A box; where a match can end, a stadium. */
  private static String shape(State state) {
    String label = quoted(Wrapped.label(state));
    return state.isLast() ? "([" + label + "])" : "[" + label + "]";
  }

  private static String edge(Step step, int g) {
    String label = Wrapped.label(step);
    return id(g, step.from())
        + " -->"
        + (label.isEmpty() ? "" : "|" + quoted(label) + "|")
        + " "
        + id(g, step.to());
  }

  private static String id(int graph, int state) {
    return state == PatternGraph.START ? "r" + graph + "start" : "r" + graph + "s" + state;
  }

  /** A text in which every character stands for itself: the others are written as entities. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n') {
                out.append("<br/>");
              } else if (!Wrapped.isShown(c)) {
                out.append(' ');
              } else if (c >= 0x80 || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                out.appendCodePoint(c);
              } else {
                out.append('#').append(c).append(';');
              }
            });
    return out.append('"').toString();
  }
}
