package io.tripline.engine.describe;

import java.util.List;
import java.util.Locale;

/** The forms in which automata are shown. */
public enum GraphFormat {
  /** Lines of text. */
  TEXT {
    @Override
    public String print(List<PatternGraph> graphs) {
      StringBuilder out = new StringBuilder();
      for (PatternGraph graph : graphs) {
        out.append("rule ").append(graph.rule()).append('\n');
        out.append(TextGraph.print(graph, "  "));
      }
      return out.toString();
    }
  },
  /** The language of Graphviz. */
  DOT {
    @Override
    public String print(List<PatternGraph> graphs) {
      return DotGraph.print(graphs);
    }
  },
  /** A flowchart of Mermaid, which Markdown viewers show. */
  MERMAID {
    @Override
    public String print(List<PatternGraph> graphs) {
      return MermaidGraph.print(graphs);
    }
  };

  /** The automata as one text that ends with a line feed. */
  public abstract String print(List<PatternGraph> graphs);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
