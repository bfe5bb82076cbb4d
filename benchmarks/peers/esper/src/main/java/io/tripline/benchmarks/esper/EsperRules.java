package io.tripline.benchmarks.esper;

import io.tripline.benchmarks.workload.RuleSpec;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.Wording;
import io.tripline.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules in EPL. A time is one millisecond longer than in the rule: Esper's timers go off at the
 * end, ours after it.
 */
final class EsperRules {
  /** A statement, and the columns of its result in the order of the rule's events. */
  record Statement(String rule, Field key, String epl, List<String> columns) {}

  /** How a rule is said. */
  enum Idiom {
    /** Patterns, in which later filters name the card of the first event. */
    JOINED,
    /** Patterns in a context by card. */
    CONTEXT,
    /** {@code match_recognize}, partitioned by card, where the rule can be said so. */
    RECOGNIZE,
    /** For each rule what is fastest: {@code match_recognize}, a pattern, or a window. */
    BEST
  }

  static final String CONTEXT = "create context ByCard partition by card from Payment";

  private static final String TRAVEL = "io.tripline.benchmarks.workload.Travel.impossible";

  private static final Wording WORDING =
      new Wording() {
        @Override
        protected String number(Number number) {
          return number.field() == Field.APPROVED
              ? name(Field.APPROVED) + sign(number.comparison()) + (number.value() == 1)
              : super.number(number);
        }
      };

  private EsperRules() {}

  static List<Statement> of(String part, Idiom idiom) {
    if (Workload.Window.is(part)) {
      return List.of(window(Workload.Window.of(part)));
    }
    return switch (part) {
      case "R1" -> List.of(cardTesting(idiom));
      case "R5" ->
          List.of(
              cardTesting(idiom),
              impossibleTravel(),
              velocity(idiom),
              risingAmounts(idiom),
              declinedThenApproved(idiom));
      default -> Workload.families(part).stream().map(EsperRules::family).toList();
    };
  }

  private static String select(List<String> columns) {
    return "select "
        + columns.stream().map(c -> c + " as " + c).collect(Collectors.joining(", "))
        + " from pattern [";
  }

  private static Statement pattern(Idiom idiom, String rule, List<String> columns, String pattern) {
    String first = columns.getFirst();
    String epl =
        idiom == Idiom.CONTEXT
            ? "context ByCard " + select(columns) + pattern.replace("#", "") + "]"
            : select(columns) + pattern.replace("#", "card=" + first + ".card, ") + "]";
    return new Statement(rule, Field.CARD, epl, columns);
  }

  private static Statement cardTesting(Idiom idiom) {
    List<String> columns = List.of("probe", "again", "hit");
    if (idiom == Idiom.RECOGNIZE || idiom == Idiom.BEST) {
      return recognize(
          "card_testing",
          columns,
          "Payment(channel=1 and (cents<200 or cents>20000))",
          "probe x* again y* hit",
          """
          probe as probe.cents < 200,
          x as (x.cents > 20000 or x.merchant = probe.merchant) and x.time - probe.time <= 600000,
          again as again.cents < 200 and again.merchant != probe.merchant
            and again.time - probe.time <= 600000,
          y as y.cents < 200 and y.time - probe.time <= 600000,
          hit as hit.cents > 20000 and hit.time - probe.time <= 600000
          """);
    }
    return pattern(
        idiom,
        "card_testing",
        columns,
        """
        every probe=Payment(channel=1, cents<200)
          -> (again=Payment(#channel=1, cents<200, merchant!=probe.merchant)
            -> hit=Payment(#channel=1, cents>20000)) where timer:within(600001 msec)
        """);
  }

  private static Statement impossibleTravel() {
    return recognize(
        "impossible_travel",
        List.of("here", "there"),
        "Payment",
        "here there",
        "here as here.channel != 1, there as there.channel != 1"
            + " and there.time - here.time <= 21600000 and "
            + TRAVEL
            + "(here.lat, here.lon, there.lat, there.lon, there.time - here.time)");
  }

  private static Statement velocity(Idiom idiom) {
    if (idiom == Idiom.RECOGNIZE) {
      List<String> columns = IntStream.range(0, 10).mapToObj(i -> "p" + i).toList();
      return recognize(
          "velocity",
          columns,
          "Payment",
          String.join(" ", columns),
          columns.stream()
              .skip(1)
              .map(p -> p + " as " + p + ".time - p0.time <= 60000")
              .collect(Collectors.joining(", ")));
    }
    return new Statement(
        "velocity",
        Field.CARD,
        "select prevwindow(p) as p from Payment#groupwin(card)#length(10) as p"
            + " where p.time - prev(9, p.time) <= 60000",
        List.of("p"));
  }

  private static Statement risingAmounts(Idiom idiom) {
    return pattern(
        idiom,
        "rising_amounts",
        List.of("low", "middle", "high"),
        """
        every low=Payment(cents>=5000)
          -> (middle=Payment(#cents > 3 * low.cents)
            -> high=Payment(#cents > 3 * middle.cents)) where timer:within(1800001 msec)
        """);
  }

  private static Statement declinedThenApproved(Idiom idiom) {
    return pattern(
        idiom,
        "declined_then_approved",
        List.of("d1", "d2", "d3", "success"),
        """
        every d1=Payment(approved=false)
          -> (d2=Payment(#approved=false) -> d3=Payment(#approved=false)
            -> success=Payment(#approved=true, cents>=10000)) where timer:within(600001 msec)
        """);
  }

  private static Statement recognize(
      String rule, List<String> columns, String from, String pattern, String define) {
    return new Statement(
        rule,
        Field.CARD,
        "select * from "
            + from
            + " match_recognize (partition by card measures "
            + columns.stream().map(c -> c + " as " + c + "_").collect(Collectors.joining(", "))
            + " pattern ("
            + pattern
            + ") define "
            + define
            + ")",
        columns.stream().map(c -> c + "_").toList());
  }

  private static Statement family(RuleSpec rule) {
    List<String> columns = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (int i = 0; i < rule.steps().size(); i++) {
      columns.add("e" + i);
      String key = WORDING.name(rule.key()) + "=e0." + WORDING.name(rule.key()) + ", ";
      events.add(
          "e"
              + i
              + "=Payment("
              + (i == 0 ? "" : key)
              + WORDING.step(rule.steps().get(i), ", ")
              + ")");
    }
    String rest = String.join(" -> ", events.subList(1, events.size()));
    return new Statement(
        rule.name(),
        rule.key(),
        select(columns)
            + "every "
            + events.getFirst()
            + (rest.isEmpty()
                ? ""
                : " -> (" + rest + ") where timer:within(" + (rule.withinMillis() + 1) + " msec)")
            + "]",
        columns);
  }

  private static Statement window(Workload.Window window) {
    return switch (window.pattern()) {
      case SEQUENCE, ALL_SEQUENCES ->
          new Statement(
              "w",
              Field.CARD,
              select(List.of("a", "b", "c"))
                  + "every a=Signal(kind=0) -> (every b=Signal(kind=1) -> c=Signal(kind=2))"
                  + " where timer:within("
                  + (window.events() + 1)
                  + " msec)]",
              List.of("a", "b", "c"));
      case LOOP, ALL_LOOPS ->
          new Statement(
              "w",
              Field.CARD,
              "select * from Signal(kind=0 or kind=2) match_recognize (measures a as a_, c as c_"
                  + " pattern (a+ c) define a as a.kind = 0 and a.time - first(a.time) <= "
                  + window.events()
                  + ", c as c.kind = 2 and c.time - first(a.time) <= "
                  + window.events()
                  + ")",
              List.of("a_", "c_"));
    };
  }
}
