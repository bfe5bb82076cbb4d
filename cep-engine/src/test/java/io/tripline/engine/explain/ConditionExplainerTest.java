package io.tripline.engine.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Pattern;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.explain.ConditionReport.NamedTerm;
import io.tripline.engine.explain.ConditionReport.Outcome;
import io.tripline.engine.explain.ConditionReport.Part;
import io.tripline.engine.expression.ValueText;
import io.tripline.engine.match.TraceListener;
import io.tripline.engine.match.TraceStep;
import io.tripline.engine.match.TraceStep.Refusal;
import io.tripline.engine.pipeline.AlertListener;
import io.tripline.engine.pipeline.Rehearsal;
import io.tripline.engine.pipeline.RehearsalSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of a condition, in the words of its author. */
final class ConditionExplainerTest {
  private static final String EVENT =
      """
      event P {
        id     string @id
        time   timestamp @time
        card   string? @pii
        amount decimal(2)?
        n      int
        kind   enum(POS, ECOM)
      }
      """;

  private static final String CARD_TESTING =
      """
      rule r {
        param floor = 200.00
        by none
        pattern probe{3,} -> hit within 10m
        define
          probe: P where amount < 2.00
          hit:   P where kind = ECOM
                   and amount > greatest(floor, 100 * avg(probe.amount))
        alert "m"
      }
      """;

  /** Of each event that the last variable of the pattern refused: what was said. */
  private static List<ConditionReport> reports(String rule, boolean source, Object[]... events) {
    String text = EVENT + rule;
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", text)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + rule).isFalse();
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    Rehearsal rehearsal = Rehearsal.of("set", ruleSet);
    ConditionExplainer explainer =
        new ConditionExplainer(
            ruleSet.rules().getFirst(),
            rehearsal.schema(),
            source ? SourceText.of(Map.of("t.trip", text)) : SourceText.NONE,
            true);
    int last = ruleSet.rules().getFirst().variables().size() - 1;
    List<ConditionReport> reports = new ArrayList<>();
    EventView view = new EventView();
    TraceListener listener =
        step -> {
          if (step instanceof TraceStep.Refused(int run, int variable, Refusal why, var bound)
              && variable == last) {
            switch (why) {
              case Refusal.NotSatisfied() -> reports.add(explainer.variable(variable, view, bound));
              case Refusal.UntilHolds(Pattern.Until until) ->
                  reports.add(explainer.until(until, view, bound));
              default -> {}
            }
          }
        };
    RehearsalSession session = rehearsal.start(AlertListener.NONE, Map.of("r", listener));
    for (Object[] event : events) {
      EventWriter writer = new EventWriter();
      write(writer, rehearsal.schema().get("P"), event);
      view.wrap(writer.bytes(), 0);
      session.onEvent(view);
    }
    return reports;
  }

  private static Object[] p(@Nullable String amount, int n) {
    return new Object[] {amount, n, "card-1"};
  }

  private static void write(EventWriter writer, EventLayout layout, @Nullable Object[] event) {
    writer.begin(layout);
    text(writer, layout, "id", "x");
    writer.setLong(layout.type().indexOf("time"), 1_000);
    if (event[2] != null) {
      text(writer, layout, "card", (String) event[2]);
    }
    if (event[0] != null) {
      long cents = new java.math.BigDecimal((String) event[0]).movePointRight(2).longValueExact();
      writer.setLong(layout.type().indexOf("amount"), cents);
    }
    writer.setLong(layout.type().indexOf("n"), (int) Objects.requireNonNull(event[1]));
    writer.setLong(layout.type().indexOf("kind"), 1);
    writer.end(0, new byte[0], 0, 0);
  }

  private static void text(EventWriter writer, EventLayout layout, String field, String text) {
    writer.setText(layout.type().indexOf(field), text.toCharArray(), 0, text.length());
  }

  /** As a line: each part that decides, with its values; a masked one in brackets. */
  private static String said(ConditionReport report) {
    return report.outcome().text()
        + ": "
        + report.deciding().stream()
            .map(ConditionExplainerTest::said)
            .collect(Collectors.joining("; "));
  }

  private static String said(Part part) {
    return part.text()
        + (part.error() == null ? "" : " !" + part.error())
        + part.values().stream()
            .map(ConditionExplainerTest::said)
            .collect(Collectors.joining(", ", " {", "}"));
  }

  private static String said(NamedTerm term) {
    String value = ValueText.of(term.type(), null).show(term.value());
    return term.text() + " = " + (term.pii() ? "(" + value + ")" : value);
  }

  /** What is said of one condition over one event with amount 45.00, n 7, card card-1, ECOM. */
  private static String of(String condition) {
    return of(condition, p("45.00", 7));
  }

  private static String of(String condition, Object[] event) {
    List<ConditionReport> reports =
        reports("rule r { on P by none when " + condition + " alert \"m\" }", true, event);
    assertThat(reports).as(condition).hasSize(1);
    return said(reports.getFirst());
  }

  @Test
  void theExampleOfTheDesign() {
    Object[][] events = {p("1.00", 1), p("1.50", 1), p("0.99", 1), p("45.00", 1)};
    List<ConditionReport> reports = reports(CARD_TESTING, true, events);
    // The fourth event, asked as a hit by the one partial match that has three probes.
    assertThat(said(reports.getLast()))
        .isEqualTo(
            "false: amount > greatest(floor, 100 * avg(probe.amount)) {amount = 45.00,"
                + " floor = 200.00, avg(probe.amount) = 1.163333,"
                + " greatest(floor, 100 * avg(probe.amount)) = 200.00}");
    assertThat(reports.getLast().parts())
        .extracting(Part::text, Part::outcome, Part::decides)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("kind = ECOM", Outcome.TRUE, false),
            org.assertj.core.groups.Tuple.tuple(
                "amount > greatest(floor, 100 * avg(probe.amount))", Outcome.FALSE, true));
  }

  @Test
  void withoutSourceTheConditionIsPrinted() {
    Object[][] events = {p("1.00", 1), p("1.50", 1), p("0.99", 1), p("45.00", 1)};
    assertThat(said(reports(CARD_TESTING, false, events).getLast()))
        .isEqualTo(
            "false: amount > greatest(200.00, 100 * avg(probe.amount)) {amount = 45.00,"
                + " avg(probe.amount) = 1.163333,"
                + " greatest(200.00, 100 * avg(probe.amount)) = 200.00}");
  }

  @Test
  void onlyWhatDecidesIsSaid() {
    assertThat(of("n = 7 and amount > 50 and n > 10"))
        .isEqualTo("false: amount > 50 {amount = 45.00}; n > 10 {n = 7}");
    assertThat(of("n = 8 or n = 9")).isEqualTo("false: n = 8 or n = 9 {n = 7}");
    assertThat(of("n = 7 and (kind = POS or amount > 50)"))
        .isEqualTo("false: kind = POS or amount > 50 {kind = ECOM, amount = 45.00}");
    assertThat(of("not (n = 7)")).isEqualTo("false: not (n = 7) {n = 7}");
    assertThat(of("n between 8 and 9")).isEqualTo("false: n between 8 and 9 {n = 7}");
    assertThat(of("n not in (7, 8)")).isEqualTo("false: n not in (7, 8) {n = 7}");
    assertThat(of("false")).isEqualTo("false: false {}");
  }

  @Test
  void unknownIsNotFalse() {
    assertThat(of("amount > 2 and n = 7", p(null, 7)))
        .isEqualTo("unknown: amount > 2 {amount = null}");
    // A part that is false decides, whatever is unknown beside it.
    assertThat(of("amount > 2 and n = 8", p(null, 7))).isEqualTo("false: n = 8 {n = 7}");
  }

  @Test
  void anErrorIsSaidWithItsReason() {
    assertThat(of("n = 7 and amount / (n - 7) > 1"))
        .isEqualTo(
            "unknown: amount / (n - 7) > 1 !division by zero"
                + " {amount = 45.00, n = 7, amount / (n - 7) = null}");
    // What comes before it and is false keeps from it, as in matching.
    assertThat(of("n = 8 and amount / (n - 7) > 1")).isEqualTo("false: n = 8 {n = 7}");
    // What comes after it does not: the error makes the whole unknown.
    assertThat(of("amount / (n - 7) > 1 and n = 8"))
        .startsWith("unknown: amount / (n - 7) > 1 !division by zero");
  }

  @Test
  void whatIsPersonalIsMarked() {
    assertThat(of("card = 'x'")).isEqualTo("false: card = 'x' {card = (card-1)}");
    assertThat(of("substring(card, 1, 4) = 'x'"))
        .isEqualTo(
            "false: substring(card, 1, 4) = 'x' {card = (card-1), substring(card, 1, 4) = (card)}");
    String counted =
        """
        rule r {
          by none
          pattern a{2} -> b within 10m
          define
            a: P
            b: P where distinct(a.card) > 1 and last(a.card) = 'x' and count(a) = 3
          alert "m"
        }
        """;
    Object[][] events = {p("1.00", 1), p("1.50", 1), p("0.99", 1)};
    assertThat(said(reports(counted, true, events).getFirst()))
        .isEqualTo(
            "false: distinct(a.card) > 1 {distinct(a.card) = 1};"
                + " last(a.card) = 'x' {last(a.card) = (card-1)}; count(a) = 3 {count(a) = 2}");
  }

  @Test
  void theAuthorsWordsAreFoundOverSeveralLines() {
    assertThat(of("n = 7 and\n    amount >\n      greatest(\n        50,\n        n\n      )"))
        .isEqualTo(
            "false: amount > greatest( 50, n) {amount = 45.00, n = 7," + " greatest( 50, n) = 50}");
    assertThat(of("(kind = POS\n  or n > 8) and n = 7"))
        .isEqualTo("false: kind = POS or n > 8 {kind = ECOM, n = 7}");
    assertThat(of("n >\n  // of course\n  8")).isEqualTo("false: n > 8 {n = 7}");
    assertThat(of("case when n > 8 then true\n  else false\nend"))
        .isEqualTo(
            "false: case when n > 8 then true else false end {n = 7,"
                + " case when n > 8 then true else false end = false}");
    assertThat(of("card =\n  'it''s (one  word'")).contains("card = 'it''s (one  word' {");
    assertThat(of("card = \"a // b\"")).contains("card = \"a // b\" {");
  }

  @Test
  void untilHasItsValuesToo() {
    String rule =
        """
        rule r {
          by none
          pattern a -> b+ until amount > 40 and n < 9 -> c within 10m
          define
            a: P where n = 1
            c: P where n = 3
            b: P where n = 2
          alert "m"
        }
        """
            .replace("a -> b+ until amount > 40 and n < 9 -> c", "a -> b+ until amount > 40 -> c");
    assertThat(rule).contains("until amount > 40");
    String text = EVENT + rule;
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", text)));
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    Rehearsal rehearsal = Rehearsal.of("set", ruleSet);
    ConditionExplainer explainer =
        new ConditionExplainer(
            ruleSet.rules().getFirst(),
            rehearsal.schema(),
            SourceText.of(Map.of("t.trip", text)),
            true);
    List<String> said = new ArrayList<>();
    EventView view = new EventView();
    RehearsalSession session =
        rehearsal.start(
            AlertListener.NONE,
            Map.of(
                "r",
                step -> {
                  if (step
                      instanceof
                      TraceStep.Refused(
                          int run,
                          int variable,
                          Refusal.UntilHolds(var until),
                          var bound)) {
                    said.add(said(explainer.until(until, view, bound)));
                  }
                }));
    for (Object[] event : new Object[][] {p("1.00", 1), p("45.00", 2)}) {
      EventWriter writer = new EventWriter();
      write(writer, rehearsal.schema().get("P"), event);
      session.onEvent(view.wrap(writer.bytes(), 0));
    }
    assertThat(said).containsExactly("true: amount > 40 {amount = 45.00}");
  }
}
