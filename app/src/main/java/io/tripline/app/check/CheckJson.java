package io.tripline.app.check;

import io.tripline.app.check.Explanations.Rate;
import io.tripline.app.rules.CheckedRules;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.Related;
import io.tripline.dsl.ir.AlertSpec;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleText;
import io.tripline.engine.bound.Formula;
import io.tripline.engine.bound.StateBound;
import io.tripline.engine.describe.GraphFormat;
import io.tripline.engine.describe.PatternGraph;
import io.tripline.engine.describe.RuleDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What {@code check --json} prints. Members are named as the records here, in snake case; all are
 * always there. Their meaning is in docs/checking.md.
 *
 * @param rules how many rules there are; null if they have errors
 * @param explanation of each rule asked for; null without {@code --explain} or with errors
 * @param graph null without {@code --graph}
 */
record CheckJson(
    int files,
    @Nullable Integer rules,
    long errors,
    long warnings,
    List<Finding> diagnostics,
    @Nullable List<Explained> explanation,
    @Nullable Graph graph) {

  private static final String PAGES = "docs/diagnostics/";

  /**
   * A diagnostic.
   *
   * @param line from 1
   * @param column from 1, in code points
   * @param endColumn of the first one behind it, on the same line
   * @param docs the page that explains the code
   */
  record Finding(
      String file,
      int line,
      int column,
      int endColumn,
      int length,
      String severity,
      String code,
      String message,
      @Nullable String hint,
      List<AlsoAt> related,
      String docs) {
    static Finding of(Diagnostic d) {
      Place p = d.place();
      return new Finding(
          p.file(),
          p.line(),
          p.column(),
          p.column() + p.length(),
          p.length(),
          d.severity().name().toLowerCase(Locale.ROOT),
          d.code(),
          d.message(),
          d.hint(),
          d.related().stream().map(AlsoAt::of).toList(),
          PAGES + d.code() + ".md");
    }
  }

  /** Another place that explains a diagnostic. */
  record AlsoAt(String file, int line, int column, int endColumn, int length, String message) {
    static AlsoAt of(Related r) {
      Place p = r.place();
      return new AlsoAt(
          p.file(), p.line(), p.column(), p.column() + p.length(), p.length(), r.message());
    }
  }

  /**
   * A rule.
   *
   * @param input the event types, with the fields that give the key
   * @param withinMs null where one event is a match
   * @param automaton null where the engine cannot run the rule
   * @param bound null where the engine cannot run the rule
   * @param oncePer null without {@code once per}
   */
  record Explained(
      String rule,
      String file,
      int line,
      int column,
      List<Input> input,
      String key,
      String pattern,
      @Nullable Long withinMs,
      String afterMatch,
      @Nullable Automaton automaton,
      @Nullable List<RuleDescription.Kept> kept,
      @Nullable Bound bound,
      @Nullable OncePer oncePer,
      int depth,
      List<RuleDescription.Outside> outside,
      List<String> warnings,
      List<Finding> diagnostics) {}

  /** An event type that a rule listens to. */
  record Input(String type, List<String> key) {}

  /**
   * What {@code once per} keeps for a key.
   *
   * @param bytes beside those of the key
   */
  record OncePer(long ms, int alerts, int bytes) {}

  /** The automaton; states are named as in its steps. */
  record Automaton(List<State> states, List<Step> steps) {
    static Automaton of(PatternGraph graph) {
      List<State> states =
          graph.states().stream()
              .map(s -> new State(s.name(), s.variable(), s.takes(), s.isLast()))
              .toList();
      List<PatternGraph.Step> all = new ArrayList<>(graph.beginnings());
      all.addAll(graph.steps());
      return new Automaton(
          states,
          all.stream()
              .map(
                  s ->
                      new Step(
                          s.from() == PatternGraph.START
                              ? null
                              : graph.states().get(s.from()).name(),
                          graph.states().get(s.to()).name(),
                          s.arrow().isEmpty() ? null : s.arrow(),
                          s.notes()))
              .toList());
    }
  }

  /** A state; {@code match}: whether a match can end there. */
  record State(String name, String variable, String takes, boolean match) {}

  /** A step; {@code from} and {@code arrow} are null at the start. */
  record Step(@Nullable String from, String to, @Nullable String arrow, List<String> conditions) {}

  /**
   * The bound for one key. Numbers that are beyond 64 bits are null.
   *
   * @param n what n stands for
   * @param countedVariables whose events n counts
   * @param shared whether partial matches at one place are one, and their events are kept beside
   * @param spanMs the longest time for which a partial match is kept; null if nothing is
   * @param limitReachedAt the least n at which the limit holds; null if it never does
   * @param longest the most events in a partial match; null if the pattern sets no bound
   * @param eventsPerPartialMatch so many times the partial matches is a bound of the events held,
   *     too; null if the pattern sets no such bound
   */
  record Bound(
      String n,
      List<String> countedVariables,
      String partialMatches,
      String eventsHeld,
      boolean exponential,
      boolean shared,
      @Nullable Long spanMs,
      long limit,
      @Nullable Long limitReachedAt,
      @Nullable Long longest,
      @Nullable Long eventsPerPartialMatch,
      Bytes bytes,
      List<Example> examples) {
    static Bound of(StateBound bound, long limit) {
      OptionalLong at = bound.limitReachedAt(limit);
      return new Bound(
          bound.counted().isEmpty() ? "nothing is kept" : Explanations.meaningOfN(bound),
          bound.counted().stream().map(v -> v.name()).toList(),
          bound.partialMatches().toString(),
          bound.events().toString(),
          bound.partialMatches().isExponential(),
          bound.shared(),
          bound.counted().isEmpty() ? null : bound.spanMillis(),
          limit,
          at.isPresent() ? at.getAsLong() : null,
          known(bound.longest()),
          known(bound.eventsPerMatch()),
          new Bytes(
              bound.size().keyBytes(),
              bound.size().matchBytes(),
              bound.size().matchTexts(),
              bound.size().sets().size(),
              bound.size().eventBytes(),
              bound.size().eventText(),
              bound.size().valueTexts()),
          bound.counted().isEmpty() ? List.of() : Example.all(bound, limit));
    }
  }

  /**
   * What the parts of a state take, as a checkpoint writes them.
   *
   * @param texts in each partial match, to be added with their own lengths
   * @param valueSets sets of different values in each partial match, to be added
   * @param eventIdIsText whether each event held adds its id's length
   * @param eventTexts other texts of an event held, to be added
   */
  record Bytes(
      long key,
      long partialMatch,
      int texts,
      int valueSets,
      long event,
      boolean eventIdIsText,
      int eventTexts) {}

  /** The bound at a rate of events; {@code textBytes} is how long texts are taken to be. */
  record Example(
      double eventsPerSecond,
      long n,
      @Nullable Long partialMatchesUnlimited,
      long partialMatches,
      @Nullable Long eventsHeld,
      @Nullable Long bytes,
      int textBytes) {
    static List<Example> all(StateBound bound, long limit) {
      return Arrays.stream(Rate.values())
          .map(
              rate -> {
                long n = rate.events(bound);
                return new Example(
                    rate.perSecond(),
                    n,
                    known(bound.partialMatches().at(n)),
                    bound.partialMatchesAt(n, limit),
                    known(bound.eventsAt(n, limit)),
                    known((long) Math.ceil(bound.bytesAt(n, limit, Explanations.TEXT_BYTES))),
                    Explanations.TEXT_BYTES);
              })
          .toList();
    }
  }

  /** The automata of all rules asked for, as one text in a form. */
  record Graph(String format, String text) {}

  private static @Nullable Long known(long value) {
    return value == Formula.BEYOND ? null : value;
  }

  /**
   * Everything there is to print.
   *
   * @param explanations null without {@code --explain}
   * @param format null without {@code --graph}
   */
  static CheckJson of(
      CheckedRules checked,
      @Nullable List<RuleDescription> explanations,
      @Nullable GraphFormat format,
      long limit) {
    RuleSet rules = checked.ruleSet();
    List<Explained> explained = null;
    Graph graph = null;
    if (explanations != null && rules != null) {
      Findings findings = new Findings(checked);
      explained =
          explanations.stream().map(e -> explained(e, findings.in(e.rule()), limit)).toList();
      if (format != null) {
        graph = new Graph(format.toString(), format.print(graphs(explanations)));
      }
    }
    return new CheckJson(
        checked.files().size(),
        rules == null ? null : rules.rules().size(),
        checked.errors(),
        checked.warnings(),
        checked.compilation().diagnostics().stream().map(Finding::of).toList(),
        explained,
        graph);
  }

  /** The graphs of rules that have one. */
  static List<PatternGraph> graphs(List<RuleDescription> explanations) {
    return explanations.stream()
        .map(RuleDescription::compiled)
        .filter(c -> c != null)
        .map(RuleDescription.Compiled::graph)
        .toList();
  }

  private static Explained explained(
      RuleDescription explanation, List<Diagnostic> diagnostics, long limit) {
    Rule rule = explanation.rule();
    AlertSpec alert = rule.alert();
    RuleDescription.Compiled compiled = explanation.compiled();
    return new Explained(
        rule.name(),
        rule.place().file(),
        rule.place().line(),
        rule.place().column(),
        rule.key().sources().stream()
            .map(
                s ->
                    new Input(
                        s.type().name(),
                        s.fields().stream().map(f -> s.type().fields().get(f).name()).toList()))
            .toList(),
        RuleText.key(rule),
        RuleText.pattern(rule),
        rule.withinMillis() == Rule.NO_BOUND ? null : rule.withinMillis(),
        RuleText.skip(rule),
        compiled == null ? null : Automaton.of(compiled.graph()),
        compiled == null ? null : compiled.kept(),
        compiled == null ? null : Bound.of(compiled.bound(), limit),
        alert != null && Explanations.hasOncePer(rule)
            ? new OncePer(alert.oncePerMillis(), 1, Explanations.ONCE_PER_BYTES)
            : null,
        explanation.depth(),
        explanation.outside(),
        Explanations.warnings(explanation, limit),
        diagnostics.stream().map(Finding::of).toList());
  }
}
