package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With many rules an event touches those that it concerns: counted, not measured. */
final class DispatchTest {
  private static final int RULES = 1_000;
  private static final int EVENTS = 10_000;

  private static final String TYPES =
      """
      event Payment {
        time     timestamp  @time
        card     string
        merchant string
        amount   int
      }
      """;

  /** Each rule is about one merchant. */
  private static String ruleAbout(int merchant) {
    return """
    rule about_%d {
      by card
      pattern a -> b  within 1h
      define
        a: Payment where merchant = "m%d" and amount < 10
        b: Payment where merchant = "m%d" and amount >= 90
      alert "x"
    }
    """
        .formatted(merchant, merchant, merchant);
  }

  private static RuleSet rules(String also) {
    StringBuilder text = new StringBuilder(TYPES);
    for (int i = 0; i < RULES; i++) {
      text.append(ruleAbout(i));
    }
    return TestRules.compile(text + also);
  }

  /** Payments at a merchant each, in turn; of one amount. */
  private static void feed(Matching matching, long amount, List<Integer> merchants) {
    EventWriter writer = new EventWriter();
    EventLayout layout = matching.schema().get("Payment");
    for (int i = 0; i < EVENTS; i++) {
      writer.begin(layout);
      writer.setLong(0, 1_000 + i);
      text(writer, 1, "card" + i % 7);
      text(writer, 2, "m" + merchants.get(i % merchants.size()));
      writer.setLong(3, amount);
      writer.end(0, new byte[0], 0, 0);
    }
    matching.onEvents(writer.bytes(), 0, writer.count());
  }

  private static void text(EventWriter writer, int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    writer.setText(field, utf8, 0, utf8.length);
  }

  @Test
  void whatConcernsNoRuleTouchesNone() {
    Matching matching = Matching.of("set", rules(""), alert -> {});
    feed(matching, 50, List.of(1, 2, 3));
    feed(matching, 5, List.of(RULES, RULES + 1));
    assertThat(matching.offers()).isZero();
    assertThat(matching.lookUps()).isZero();
  }

  @Test
  void whatCannotBeginAMatchIsNotEvenLookedUpWhereNothingIsPending() {
    Matching matching = Matching.of("set", rules(""), alert -> {});
    feed(matching, 95, List.of(1, 2, 3));
    assertThat(matching.offers()).isZero();
    assertThat(matching.lookUps()).isZero();
  }

  @Test
  void anEventIsGivenToItsRulesAloneAndItsKeyIsLookedUpOnce() {
    List<Long> alerts = new ArrayList<>();
    Matching matching = Matching.of("set", rules(""), alert -> alerts.add(alert.ordinal()));
    feed(matching, 5, List.of(1, 2, 3));
    assertThat(matching.offers()).isEqualTo(EVENTS);
    assertThat(matching.lookUps()).isLessThanOrEqualTo(EVENTS);
    feed(matching, 95, List.of(1, 2, 3));
    assertThat(alerts).hasSize(7 * 3);
    assertThat(matching.offers()).isLessThanOrEqualTo(2 * EVENTS);
    assertThat(matching.lookUps()).isLessThanOrEqualTo(2 * EVENTS);
  }

  @Test
  void whatNothingThatWaitsIsAboutLooksNoKeyUp() {
    List<Long> alerts = new ArrayList<>();
    Matching matching = Matching.of("set", rules(""), alert -> alerts.add(alert.ordinal()));
    feed(matching, 5, List.of(1, 2, 3));
    long before = matching.lookUps();
    feed(matching, 50, List.of(1, 2, 3)); // too much for a, too little for b
    feed(matching, 95, List.of(RULES + 1)); // no rule is about it
    assertThat(matching.lookUps()).isEqualTo(before);
    feed(matching, 95, List.of(1, 2, 3));
    assertThat(alerts).hasSize(7 * 3);
  }

  @Test
  void aKeyIsLookedUpOnceForAllRulesThatReadIt() {
    StringBuilder same = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      same.append(ruleAbout(1).replace("about_1", "same_" + i));
    }
    List<Long> alerts = new ArrayList<>();
    Matching matching =
        Matching.of("set", rules(same.toString()), alert -> alerts.add(alert.ordinal()));
    feed(matching, 5, List.of(1));
    assertThat(matching.offers()).isEqualTo(6 * EVENTS);
    assertThat(matching.lookUps()).isEqualTo(EVENTS);
    feed(matching, 95, List.of(1));
    assertThat(alerts).hasSize(6 * 7);
  }

  @Test
  void aRuleThatSeesEverythingIsGivenEverythingWhereItWaits() {
    String next =
        """
        rule next {
          by card
          pattern a => b  within 1h
          define
            a: Payment where merchant = "m1" and amount < 10
            b: Payment where merchant = "m1" and amount >= 90
          alert "x"
        }
        """;
    List<String> alerts = new ArrayList<>();
    Matching matching =
        Matching.of("set", TestRules.compile(TYPES + next), alert -> alerts.add(alert.rule()));
    feed(matching, 50, List.of(1)); // nothing waits
    assertThat(matching.offers()).isZero();
    feed(matching, 5, List.of(1)); // each waits for the next
    assertThat(matching.offers()).isEqualTo(EVENTS);
    feed(matching, 50, List.of(1)); // the next is another: the first of each card ends the waiting
    assertThat(matching.offers()).isEqualTo(EVENTS + 7);
    feed(matching, 95, List.of(1));
    assertThat(alerts).isEmpty();
    assertThat(matching.keyStates()).isZero();
  }
}
