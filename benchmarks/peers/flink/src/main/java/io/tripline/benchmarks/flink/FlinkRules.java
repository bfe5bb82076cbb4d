package io.tripline.benchmarks.flink;

import io.tripline.benchmarks.workload.Payment;
import io.tripline.benchmarks.workload.RuleSpec;
import io.tripline.benchmarks.workload.RuleSpec.Comparison;
import io.tripline.benchmarks.workload.RuleSpec.Condition;
import io.tripline.benchmarks.workload.RuleSpec.Earlier;
import io.tripline.benchmarks.workload.RuleSpec.Field;
import io.tripline.benchmarks.workload.RuleSpec.Number;
import io.tripline.benchmarks.workload.RuleSpec.Step;
import io.tripline.benchmarks.workload.RuleSpec.Text;
import io.tripline.benchmarks.workload.Signal;
import io.tripline.benchmarks.workload.Travel;
import io.tripline.benchmarks.workload.Workload;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;

/**
 * The rules as patterns. A time is one millisecond longer than in the rule: Flink's {@code within}
 * ends before it.
 */
final class FlinkRules {
  /**
   * A rule.
   *
   * @param variables of the pattern, in the order of the rule's events
   * @param <T> the events
   */
  record Rule<T>(String name, Field key, Pattern<T, ?> pattern, List<String> variables) {}

  private interface Test extends Serializable {
    boolean test(Payment payment);
  }

  private interface Joined extends Serializable {
    boolean test(Payment earlier, Payment payment);
  }

  private FlinkRules() {}

  static List<Rule<Payment>> of(String part) {
    return switch (part) {
      case "R1" -> List.of(cardTesting());
      case "R5" ->
          List.of(
              cardTesting(),
              impossibleTravel(),
              velocity(),
              risingAmounts(),
              declinedThenApproved());
      default -> Workload.families(part).stream().map(FlinkRules::family).toList();
    };
  }

  private static Pattern<Payment, Payment> begin(String variable, Test test) {
    return Pattern.<Payment>begin(variable, AfterMatchSkipStrategy.skipPastLastEvent())
        .where(simple(test));
  }

  private static SimpleCondition<Payment> simple(Test test) {
    return SimpleCondition.of(test::test);
  }

  /** Asks what can be asked of the payment alone first: looking back is dear. */
  private static IterativeCondition<Payment> joined(Test first, String earlier, Joined test) {
    return new IterativeCondition<>() {
      @Override
      public boolean filter(Payment payment, Context<Payment> context) throws Exception {
        if (!first.test(payment)) {
          return false;
        }
        for (Payment bound : context.getEventsForPattern(earlier)) {
          return test.test(bound, payment);
        }
        return false;
      }
    };
  }

  private static Rule<Payment> rule(
      String name, Pattern<Payment, Payment> pattern, long millis, String... variables) {
    return new Rule<>(
        name, Field.CARD, pattern.within(Duration.ofMillis(millis + 1)), List.of(variables));
  }

  private static boolean isSmall(Payment p) {
    return p.getChannel() == Payment.ECOM && p.getCents() < 200;
  }

  private static Rule<Payment> cardTesting() {
    return rule(
        "card_testing",
        begin("probe", FlinkRules::isSmall)
            .followedBy("again")
            .where(
                joined(
                    FlinkRules::isSmall,
                    "probe",
                    (probe, p) -> !p.getMerchant().equals(probe.getMerchant())))
            .followedBy("hit")
            .where(simple(p -> p.getChannel() == Payment.ECOM && p.getCents() > 20_000)),
        600_000,
        "probe",
        "again",
        "hit");
  }

  private static Rule<Payment> impossibleTravel() {
    return rule(
        "impossible_travel",
        begin("here", p -> p.getChannel() != Payment.ECOM)
            .next("there")
            .where(
                joined(
                    p -> p.getChannel() != Payment.ECOM,
                    "here",
                    (here, p) ->
                        Travel.impossible(
                            here.getLat(),
                            here.getLon(),
                            p.getLat(),
                            p.getLon(),
                            p.getTime() - here.getTime()))),
        21_600_000,
        "here",
        "there");
  }

  private static Rule<Payment> velocity() {
    return rule("velocity", begin("p", p -> true).times(10), 60_000, "p");
  }

  private static Rule<Payment> risingAmounts() {
    return rule(
        "rising_amounts",
        begin("low", p -> p.getCents() >= 5_000)
            .followedBy("middle")
            .where(
                joined(
                    p -> p.getCents() > 15_000,
                    "low",
                    (low, p) -> p.getCents() > 3 * low.getCents()))
            .followedBy("high")
            .where(
                joined(
                    p -> p.getCents() > 45_000,
                    "middle",
                    (middle, p) -> p.getCents() > 3 * middle.getCents())),
        1_800_000,
        "low",
        "middle",
        "high");
  }

  private static Rule<Payment> declinedThenApproved() {
    return rule(
        "declined_then_approved",
        begin("declined", p -> !p.isApproved())
            .times(3)
            .followedBy("success")
            .where(simple(p -> p.isApproved() && p.getCents() >= 10_000)),
        600_000,
        "declined",
        "success");
  }

  private static Rule<Payment> family(RuleSpec rule) {
    List<String> variables = new ArrayList<>();
    variables.add("e0");
    Pattern<Payment, Payment> pattern =
        Pattern.<Payment>begin("e0", AfterMatchSkipStrategy.skipPastLastEvent())
            .where(condition(rule.steps().getFirst()));
    for (int i = 1; i < rule.steps().size(); i++) {
      variables.add("e" + i);
      pattern = pattern.followedBy("e" + i).where(condition(rule.steps().get(i)));
    }
    return new Rule<>(
        rule.name(),
        rule.key(),
        pattern.within(Duration.ofMillis(rule.withinMillis() + 1)),
        variables);
  }

  private static IterativeCondition<Payment> condition(Step step) {
    Test alone = p -> true;
    Joined joined = null;
    for (Condition condition : step.conditions()) {
      switch (condition) {
        case Text text -> {
          Test before = alone;
          Test test = text(text);
          alone = p -> before.test(p) && test.test(p);
        }
        case Number number -> {
          Test before = alone;
          Test test = number(number);
          alone = p -> before.test(p) && test.test(p);
        }
        case Earlier earlier -> {
          Joined test = earlier(earlier);
          Joined before = joined;
          joined = before == null ? test : (e, p) -> before.test(e, p) && test.test(e, p);
        }
      }
    }
    return joined == null ? simple(alone) : joined(alone, "e0", joined);
  }

  private static Test text(Text text) {
    boolean equal = text.comparison() == Comparison.EQUAL;
    String value = text.value();
    return switch (text.field()) {
      case COUNTRY -> p -> p.getCountry().equals(value) == equal;
      case MERCHANT -> p -> p.getMerchant().equals(value) == equal;
      default -> throw new IllegalArgumentException(text.toString());
    };
  }

  private static Test number(Number number) {
    long value = number.value();
    return switch (number.field()) {
      case APPROVED -> p -> p.isApproved() == (value == 1);
      case CHANNEL -> p -> p.getChannel() == value;
      case MCC -> p -> p.getMcc() == value;
      default ->
          number.comparison() == Comparison.MORE
              ? p -> p.getCents() > value
              : p -> p.getCents() < value;
    };
  }

  private static Joined earlier(Earlier earlier) {
    long factor = earlier.factor();
    return switch (earlier.field()) {
      case CENTS -> (e, p) -> p.getCents() > factor * e.getCents();
      case COUNTRY -> (e, p) -> !p.getCountry().equals(e.getCountry());
      case MERCHANT -> (e, p) -> !p.getMerchant().equals(e.getMerchant());
      default -> throw new IllegalArgumentException(earlier.toString());
    };
  }

  static Rule<Signal> window(Workload.Window window) {
    Pattern<Signal, Signal> begin =
        Pattern.<Signal>begin("a", AfterMatchSkipStrategy.skipPastLastEvent())
            .where(SimpleCondition.of(s -> s.getKind() == Signal.A));
    Pattern<Signal, Signal> pattern =
        switch (window.pattern()) {
          case SEQUENCE, ALL_SEQUENCES ->
              begin
                  .followedByAny("b")
                  .where(SimpleCondition.of(s -> s.getKind() == Signal.B))
                  .followedByAny("c");
          case LOOP, ALL_LOOPS -> begin.oneOrMore().allowCombinations().followedBy("c");
        };
    return new Rule<>(
        "w",
        Field.CARD,
        pattern
            .where(SimpleCondition.of(s -> s.getKind() == Signal.C))
            .within(Duration.ofMillis(window.events() + 1)),
        window.pattern().isLoop() ? List.of("a", "c") : List.of("a", "b", "c"));
  }
}
