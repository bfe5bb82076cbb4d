package io.tripline.engine.describe;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.engine.describe.PatternGraph.State;
import io.tripline.engine.describe.PatternGraph.Step;
import io.tripline.engine.match.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GraphFormatTest {
  private static final String NASTY =
      "\"\\<>&|{}[]();#`'$%\n\r\t\u0000\u0007 -–→é漢\uD83D\uDE00\uD800 ab nN&amp;#35;<br/>end";

  /** A line of a flowchart of Mermaid. */
  private static final Pattern MERMAID_LINE =
      Pattern.compile(
          """
          flowchart LR\
          |  subgraph r\\d+ \\["[^"]*"]\
          |  end\
          |    r\\d+start\\(\\( \\)\\)\
          |    (?<node>r\\d+s\\d+)(?:\\["(?<box>[^"]*)"]|\\(\\["(?<stadium>[^"]*)"]\\))\
          |    (?<from>r\\d+(?:start|s\\d+)) -->(?:\\|"(?<label>[^"]*)"\\|)? (?<to>r\\d+s\\d+)\
          """);

  @Test
  void theFormsOfARule() {
    PatternGraph graph =
        graph(
            "(a | b{2,4}) -> c? ~> d+ greedy until v = 9 => (e{3} consecutive -> f){2,} reluctant"
                + " -> a within 1h");
    assertThat(GraphFormat.TEXT.print(List.of(graph)))
        .isEqualTo(
            """
            rule r
              start
                   a
                   b
              a: E where v = 1
                -> c
                ~> d, until v = 9
              b: E where v = 2
                -> b, again, at most 4 times
                -> c, after 2 or more
                ~> d, after 2 or more, until v = 9
              c: E where v = 3
                ~> d, until v = 9
              d: E where v = 4
                -> d, again, until v = 9
                => e, only what d cannot take
              e: E where v = 5
                => e, again, at most 3 times
                -> f, after 3
              f: E where v = 6
                -> e, again, until a can take an event
                -> a#2, after 2 or more
              a#2: E where v = 1
                a match
            """);
  }

  @Test
  void boundsAbsencesAndPartsInAnyOrder() {
    PatternGraph graph =
        graph(
            "not a -> [2m] b -> not c -> [1m..5m] (d & (e -> f)) => not c -> e{2,}"
                + " -> [7m] not a -> not c within 1h");
    assertThat(GraphFormat.TEXT.print(List.of(graph)))
        .isEqualTo(
            """
            rule r
              start
                   b, without a in the 2m before
              b: E where v = 2
                -> [1m..5m] d, without c between, unless e comes first
                -> [1m..5m] e, without c between, unless d comes first
              d: E where v = 4
                -> e, if that part is still to come
                -> e#2, when all parts have come, if the next event is no c
              e: E where v = 5
                -> f
              f: E where v = 6
                -> d, if that part is still to come
                -> e#2, when all parts have come, if the next event is no c
              e#2: E where v = 5
                -> e#2, again
                a match, after 2 or more, 7m later without a, when `within 1h` is over without c
            """);
    assertThat(GraphFormat.MERMAID.print(List.of(graph)))
        .contains("a match, after 2 or more, 7m later without a,<br/>when #96;within 1h#96; is");
  }

  @Test
  void dotIsValidAndShowsEveryTextAsItIs() {
    List<PatternGraph> graphs = nastyGraphs();
    DotReader read = new DotReader(GraphFormat.DOT.print(graphs));
    for (int g = 0; g < graphs.size(); g++) {
      PatternGraph graph = graphs.get(g);
      assertThat(read.clusters.get(g)).isEqualTo(shown(graph.rule()));
      for (int s = 0; s < graph.states().size(); s++) {
        assertThat(read.labels.get("r" + g + "_" + s))
            .containsExactly(label(graph.states().get(s)));
      }
      for (Step step : graph.steps()) {
        assertThat(read.labels.get("r" + g + "_" + step.from() + "->r" + g + "_" + step.to()))
            .contains(label(step));
      }
    }
  }

  @Test
  void mermaidIsValidAndShowsEveryTextAsItIs() {
    List<PatternGraph> graphs = nastyGraphs();
    List<String> labels = new ArrayList<>();
    GraphFormat.MERMAID
        .print(graphs)
        .lines()
        .forEach(
            line -> {
              Matcher matcher = MERMAID_LINE.matcher(line);
              assertThat(matcher.matches()).as(line).isTrue();
              for (String group : List.of("box", "stadium", "label")) {
                if (matcher.group(group) != null) {
                  labels.add(decoded(matcher.group(group)));
                }
              }
            });
    List<String> expected = new ArrayList<>();
    for (PatternGraph graph : graphs) {
      graph.states().forEach(s -> expected.add(label(s)));
      graph.steps().forEach(s -> expected.add(label(s)));
    }
    assertThat(labels).containsExactlyElementsOf(expected);
  }

  @Test
  void noRulesAreAnEmptyDrawing() {
    assertThat(GraphFormat.MERMAID.print(List.of())).isEqualTo("flowchart LR\n");
    assertThat(new DotReader(GraphFormat.DOT.print(List.of())).clusters).isEmpty();
    assertThat(GraphFormat.TEXT.print(List.of())).isEmpty();
  }

  /** As Mermaid shows a text: its entities decoded. */
  private static String decoded(String text) {
    String lines = text.replace("<br/>", "\n");
    assertThat(lines).doesNotContain("<", ">", "`", "\\", "[", "]", "{", "}", "|");
    StringBuilder out = new StringBuilder();
    Matcher entity = Pattern.compile("#(\\d+);").matcher(lines);
    while (entity.find()) {
      String c = Character.toString(Integer.parseInt(entity.group(1)));
      entity.appendReplacement(out, Matcher.quoteReplacement(c));
    }
    return entity.appendTail(out).toString();
  }

  private static List<PatternGraph> nastyGraphs() {
    System.out.println("seed 20261121");
    SplittableRandom random = new SplittableRandom(20261121);
    List<PatternGraph> graphs = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      List<State> states =
          List.of(
              new State("a", "a", nasty(random), null),
              new State("é#2", "é", nasty(random), nasty(random)));
      List<Step> steps =
          List.of(
              new Step(0, 1, "->", List.of(nasty(random), nasty(random))),
              new Step(1, 1, "~>", List.of(nasty(random))));
      Step beginning = new Step(PatternGraph.START, 0, "", List.of());
      graphs.add(new PatternGraph("rule_" + i, states, List.of(beginning), steps));
    }
    return graphs;
  }

  private static String nasty(SplittableRandom random) {
    StringBuilder text = new StringBuilder("x");
    for (int i = random.nextInt(70); i > 0; i--) {
      text.append(NASTY.charAt(random.nextInt(NASTY.length())));
    }
    return text.toString();
  }

  private static String label(State state) {
    String match = state.match() == null ? "" : "\n" + Wrapped.text("a match, " + state.match());
    return shown(state.name() + "\n" + Wrapped.text(state.takes()) + match);
  }

  private static String label(Step step) {
    StringBuilder label = new StringBuilder(step.arrow());
    step.notes().forEach(note -> label.append('\n').append(Wrapped.text(note)));
    return shown(label.toString());
  }

  /** What cannot be drawn is a space. */
  private static String shown(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.appendCodePoint(c == '\n' || Wrapped.isShown(c) ? c : ' '));
    return out.toString();
  }

  private static PatternGraph graph(String pattern) {
    StringBuilder source = new StringBuilder("event E { time timestamp @time\nv int }\n");
    source.append("rule r { by none pattern ").append(pattern).append(" define ");
    for (char v = 'a'; v <= 'f'; v++) {
      source.append(v + ": E where v = " + (v - 'a' + 1) + "\n");
    }
    source.append(" alert \"\" }");
    Rule rule =
        Objects.requireNonNull(
                RuleCompiler.compile(List.of(new SourceFile("r.trip", source.toString())))
                    .ruleSet())
            .rules()
            .getFirst();
    return PatternGraph.of(Program.compile(rule));
  }
}
