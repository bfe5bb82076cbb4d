package io.tripline.engine.describe;

import io.tripline.engine.describe.PatternGraph.State;
import io.tripline.engine.describe.PatternGraph.Step;
import java.util.List;
import java.util.stream.Stream;

/** Automata in the language of Graphviz: one digraph, in it a cluster for each rule. */
final class DotGraph {
  private DotGraph() {}

  static String print(List<PatternGraph> graphs) {
    StringBuilder out = new StringBuilder("digraph tripline {\n");
    out.append("  rankdir=LR;\n  node [shape=box, style=rounded];\n");
    for (int g = 0; g < graphs.size(); g++) {
      cluster(graphs.get(g), g, out);
    }
    return out.append("}\n").toString();
  }

  private static void cluster(PatternGraph graph, int g, StringBuilder out) {
    out.append("  subgraph cluster_").append(g).append(" {\n");
    out.append("    label=").append(quoted(graph.rule())).append(";\n");
    out.append("    ").append(id(g, PatternGraph.START)).append(" [shape=point];\n");
    for (int s = 0; s < graph.states().size(); s++) {
      State state = graph.states().get(s);
      String label = Wrapped.label(state);
      out.append("    ").append(id(g, s)).append(" [label=").append(quoted(label));
      out.append(state.isLast() ? ", peripheries=2" : "").append("];\n");
    }
    Stream.concat(graph.beginnings().stream(), graph.steps().stream())
        .forEach(step -> out.append(edge(step, g)));
    out.append("  }\n");
  }

  private static String edge(Step step, int g) {
    String label = Wrapped.label(step);
    return "    %s -> %s%s;%n"
        .formatted(
            id(g, step.from()),
            id(g, step.to()),
            label.isEmpty() ? "" : " [label=" + quoted(label) + "]")
        .replace(System.lineSeparator(), "\n");
  }

  private static String id(int graph, int state) {
    return state == PatternGraph.START ? "r" + graph + "_start" : "r" + graph + "_" + state;
  }

  /**
   * A string in which every character stands for itself. Graphviz takes a backslash as the start of
   * an escape and an ampersand as that of an entity.
   */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '&' -> out.append("&amp;");
                case '\n' -> out.append("\\n");
                default -> out.appendCodePoint(Wrapped.isShown(c) ? c : ' ');
              }
            });
    return out.append('"').toString();
  }
}
