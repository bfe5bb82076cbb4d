package io.tripline.benchmarks.siddhi;

import io.tripline.benchmarks.workload.RuleSpec;
import io.tripline.benchmarks.workload.RuleSpec.Comparison;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.Wording;
import io.tripline.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules as Siddhi's queries. */
final class SiddhiRules {
  /**
   * A query that selects the key, and the number of each event of the rule.
   *
   * @param name of the rule, and of the query
   */
  record Query(String name, String text) {}

  static final String PAYMENT =
      """
      @app:playback
      define stream Payment (number long, time long, card string, cents long, merchant string,
        mcc int, country string, channel int, approved bool, device string, lat double,
        lon double);
      """;

  static final String SIGNAL =
      """
      @app:playback
      define stream Signal (number long, kind int);
      """;

  private static final Wording WORDING =
      new Wording() {
        @Override
        protected String sign(Comparison comparison) {
          return comparison == Comparison.EQUAL ? " == " : super.sign(comparison);
        }

        @Override
        protected String number(Number number) {
          if (number.field() == Field.APPROVED) {
            return number.value() == 1 ? "approved" : "not approved";
          }
          return super.number(number);
        }
      };

  private SiddhiRules() {}

  /** Whether the queries are for the payments of one card. */
  static boolean isPartitioned(String part) {
    return part.equals("R1") || part.equals("R5");
  }

  static List<Query> of(String part) {
    if (Workload.Window.is(part)) {
      return List.of(window(Workload.Window.of(part)));
    }
    return switch (part) {
      case "R1" -> List.of(cardTesting());
      case "R5" ->
          List.of(
              cardTesting(),
              impossibleTravel(),
              velocity(),
              risingAmounts(),
              declinedThenApproved());
      default -> Workload.families(part).stream().map(SiddhiRules::family).toList();
    };
  }

  private static Query query(String name, String key, String from, List<String> variables) {
    return new Query(
        name,
        "@info(name = '"
            + name
            + "') from "
            + from
            + " select "
            + key
            + " as key, "
            + variables.stream().map(v -> v + ".number as n_" + v).collect(Collectors.joining(", "))
            + " insert into Found_"
            + name
            + ";\n");
  }

  private static Query cardTesting() {
    return query(
        "card_testing",
        "probe.card",
        """
        every probe=Payment[channel == 1 and cents < 200]
          -> again=Payment[channel == 1 and cents < 200 and merchant != probe.merchant]
          -> hit=Payment[channel == 1 and cents > 20000] within 600000 milliseconds
        """,
        List.of("probe", "again", "hit"));
  }

  private static Query impossibleTravel() {
    return query(
        "impossible_travel",
        "here.card",
        """
        every here=Payment[channel != 1],
          there=Payment[channel != 1 and travel:impossible(here.lat, here.lon, lat, lon,
            time - here.time)] within 21600000 milliseconds
        """,
        List.of("here", "there"));
  }

  private static Query velocity() {
    List<String> variables = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      variables.add("p" + i);
      events.add(i == 0 ? "every p0=Payment" : "p" + i + "=Payment[time - p0.time <= 60000L]");
    }
    return query(
        "velocity", "p0.card", String.join(", ", events) + " within 60000 milliseconds", variables);
  }

  private static Query risingAmounts() {
    return query(
        "rising_amounts",
        "low.card",
        """
        every low=Payment[cents >= 5000] -> middle=Payment[cents > 3 * low.cents]
          -> high=Payment[cents > 3 * middle.cents] within 1800000 milliseconds
        """,
        List.of("low", "middle", "high"));
  }

  private static Query declinedThenApproved() {
    return query(
        "declined_then_approved",
        "d1.card",
        """
        every d1=Payment[not approved] -> d2=Payment[not approved] -> d3=Payment[not approved]
          -> success=Payment[approved and cents >= 10000] within 600000 milliseconds
        """,
        List.of("d1", "d2", "d3", "success"));
  }

  private static Query family(RuleSpec rule) {
    List<String> variables = new ArrayList<>();
    List<String> events = new ArrayList<>();
    String key = WORDING.name(rule.key());
    for (int i = 0; i < rule.steps().size(); i++) {
      variables.add("e" + i);
      events.add(
          (i == 0 ? "every e0=Payment[" : "e" + i + "=Payment[" + key + " == e0." + key + " and ")
              + WORDING.step(rule.steps().get(i), " and ")
              + "]");
    }
    return query(
        rule.name(),
        "e0." + key,
        events.size() == 1
            ? events.getFirst()
            : String.join(" -> ", events) + " within " + rule.withinMillis() + " milliseconds",
        variables);
  }

  private static Query window(Workload.Window window) {
    return switch (window.pattern()) {
      case SEQUENCE, ALL_SEQUENCES ->
          query(
              "w",
              "''",
              "every a=Signal[kind == 0] -> every b=Signal[kind == 1] -> c=Signal[kind == 2]"
                  + " within "
                  + window.events()
                  + " milliseconds",
              List.of("a", "b", "c"));
      case LOOP, ALL_LOOPS ->
          throw new UnsupportedOperationException("a loop has no more events than it names");
    };
  }
}
