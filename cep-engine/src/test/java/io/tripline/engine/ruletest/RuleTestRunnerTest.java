package io.tripline.engine.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Severity;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.engine.explain.SourceText;
import io.tripline.engine.ruletest.TestResult.Difference;
import io.tripline.engine.ruletest.TestResult.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a test of a rule says, in the words that people read. */
final class RuleTestRunnerTest {
  private static final String RULES =
      """
      event Payment {
        id string @id  time timestamp @time  card string  amount decimal(2)  channel enum(POS, ECOM)
        merchant string?  place geo?
      }
      event Block { time timestamp @time  card string }

      rule card_testing {
        severity high
        by card
        pattern probe{3,} -> hit  within 10m
        define
          probe: Payment where channel = ECOM and amount < 2.00
          hit:   Payment where channel = ECOM and amount > greatest(200.00, 100 * avg(probe.amount))
        alert "{count(probe)} probes, then {hit.amount} at {hit.merchant}"
          score 85
          with  merchant = hit.merchant, total = sum(probe.amount), mean = avg(probe.amount),
                place = hit.place, far = distance(hit.place, hit.place), channel = hit.channel
          once per 1h
      }
      rule above {
        param least = 100.00
        param span  = 1h
        by card
        pattern a -> b  within span
        define
          a: Payment where amount > least
          b: Payment where amount > least
        alert "two above {least}"
      }
      rule unusual {
        on Payment by card
        when count() over 1h >= 3 and amount > 3 * avg(amount) over previous 1h
        alert "{amount}"
      }
      rule blocked {
        by Payment.card, Block.card
        pattern block -> paid  within 1h
        define block: Block  paid: Payment
        alert "x"
      }
      list bad of string
      table cards key card { least decimal(2)  owner string? @pii  kind enum(A, B)? }
      rule known {
        on Payment by card
        when merchant in bad or amount > cards[card].least or cards[card].owner = merchant
        alert "{cards[card].kind}"
      }
      rule many {
        on Payment by card
        when amount > 3
        decide decline
      }
      rule pair_decides {
        by card
        pattern a -> b  within 1h
        define
          a: Payment where amount > 50.00
          b: Payment where amount > 70.00
        alert "pair"
          once per 1d
        decide review
      }
      """;

  private static final String THREE_AND_A_HIT =
      """
        Payment { id, time, card, channel, amount }
        | p1 | 10:00:00 | c1 | ECOM |   1.00 |
        | p2 | 10:01:00 | c1 | ECOM |   1.50 |
        | p3 | 10:02:00 | c1 | ECOM |   0.99 |
        | h1 | 10:05:00 | c1 | ECOM | 450.00 |
      """;

  private static TestResult run(String rule, String body) {
    return runOf(RULES, rule, body);
  }

  private static TestResult runOf(String rules, String rule, String body) {
    String text = rules + "test " + rule + " {\n" + body + "\n}\n";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", text)));
    assertThat(compilation.diagnostics())
        .as(compilation.diagnostics().toString())
        .noneMatch(d -> d.severity() == Severity.ERROR);
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    RuleTestRunner runner = new RuleTestRunner(ruleSet, SourceText.of(Map.of("t.trip", text)));
    RuleTest test = ruleSet.tests().getFirst();
    TestResult first = runner.run(test);
    assertThat(runner.run(test)).as("a second run").isEqualTo(first);
    return first;
  }

  private static void passes(String rule, String body) {
    TestResult result = run(rule, body);
    assertThat(result.outcome()).as(told(result)).isEqualTo(Outcome.PASSED);
  }

  private static String told(TestResult result) {
    StringBuilder told = new StringBuilder();
    for (Difference each : result.differences()) {
      told.append(each.summary()).append('\n');
      each.details().forEach(line -> told.append("  ").append(line).append('\n'));
    }
    return told.toString();
  }

  private static void fails(String rule, String body, String told) {
    TestResult result = run(rule, body);
    assertThat(told(result)).isEqualTo(told);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
  }

  @Test
  void anAlertAsExpected() {
    passes(
        "card_testing",
        THREE_AND_A_HIT
            + """
            expect alert card_testing for c1 at h1 { probe = p1 p2 p3, hit = h1, score = 85 }
            expect no other alert
            """);
    passes("card_testing", THREE_AND_A_HIT + "expect alert card_testing");
    passes(
        "card_testing", THREE_AND_A_HIT + "expect alert card_testing at 10:05 { severity = high }");
  }

  @Test
  void listsAndTablesHoldWhatTheTestSays() {
    String payments =
        """
          Payment { id, time, card, amount, merchant }
          | p1 | 10:00:00 | c1 | 50.00 | m1 |
        """;
    passes("known", payments + "expect no alert");
    passes("known", "bad { 'm0', 'm1' }\n" + payments + "expect alert known for c1 at p1");
    passes("known", "bad { 'm1' }\nbad {}\n" + payments + "expect no alert");
    passes(
        "known",
        "cards { card, least, kind }\n| c1 | 49.99 | B |\n"
            + payments
            + "expect alert known for c1 at p1 { text = 'B' }");
    assertThat(
            detailsOf(
                "known",
                "cards { card, least, owner }\n| c1 | 50.00 | Eve |\n"
                    + payments
                    + "expect alert known for c1"))
        .contains("cards[card].least = 50.00", "cards[card].owner = 'Eve'", "merchant = 'm1'");
  }

  private static String detailsOf(String rule, String body) {
    TestResult result = run(rule, body);
    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    return String.join("\n", result.differences().getFirst().details());
  }

  @Test
  void parametersHoldForTheTestThatGivesThem() {
    String payments =
        """
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 | 50.00 |
        | p2 | 12:00 | c1 | 60.00 |
        """;
    passes("above", payments + "expect no alert");
    passes("above", "param least = 40\n" + payments + "expect no alert");
    passes("above", "param span = 2h\n" + payments + "expect no alert");
    passes(
        "above",
        "param least = 40\nparam span = 2h\n"
            + payments
            + "expect alert above for c1 at p2 { text = 'two above 40' }");
    fails(
        "above",
        "param least = 55\nparam span = 2h\n" + payments + "expect alert above for c1",
        """
        the alert of `above` did not come
          furthest: a = p2
          next:     `b`
          end:      `within 2h` was over at 2026-01-01T14:00:00Z
        """);
  }

  @Test
  void windowsThatKeptAnAlertFromComingHaveTheirValues() {
    fails(
        "unusual",
        """
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 | 10.00 |
        | p2 | 10:10 | c1 | 20.00 |
        | p3 | 10:20 | c1 | 30.00 |
        expect alert unusual for c1
        """,
        """
        the alert of `unusual` did not come
          no event began a match
          nearest:  p3 is not `e`: amount > 3 * avg(amount) over previous 1h is false
                      amount = 30.00
                      avg(amount) over previous 1h = 15.00
                      3 * avg(amount) over previous 1h = 45.00
        """);
  }

  @Test
  void namedValuesAreComparedByTheirTypes() {
    passes(
        "card_testing",
        """
        Payment { id, time, card, channel, amount, merchant, place }
        | p1 | 10:00 | c1 | ECOM | 1.5  |     |             |
        | p2 | 10:01 | c1 | ECOM | 1.50 |     |             |
        | p3 | 10:02 | c1 | ECOM | 1.5  |     |             |
        | h1 | 10:05 | c1 | ECOM | 450  | 東京 | 52.52 13.40 |
        expect alert card_testing {
          total = 4.5, mean = 1.50000, merchant = '東京', place = 52.52 13.40, channel = ECOM, far = 0 km,
          text = "3 probes, then 450.00 at 東京"
        }
        """);
  }

  @Test
  void whatIsDifferentIsToldInPairs() {
    fails(
        "card_testing",
        THREE_AND_A_HIT
            + """
            expect alert card_testing for c1 at p3 {
              probe = p1 p2, hit = , score = 80, severity = low, merchant = Kiosk, total = 3.50,
              channel = POS, text = "2 probes"
            }
            expect no other alert
            """,
        """
        an alert of `card_testing` came, but another one
          at:
            expected  p3
            got       h1
          probe:
            expected  p1 p2
            got       p1 p2 p3
          hit:
            expected  no event
            got       h1
          score:
            expected  80
            got       85
          severity:
            expected  low
            got       high
          merchant:
            expected  Kiosk
            got       null
          total:
            expected  3.50
            got       3.49
          channel:
            expected  POS
            got       ECOM
          text:
            expected  2 probes
            got       3 probes, then 450.00 at null
        """);
  }

  @Test
  void aMissingAlertSaysHowFarTheRuleGotAndWhy() {
    fails(
        "card_testing",
        """
        Payment { id, time, card, channel, amount }
        | p1 | 10:00 | c1 | ECOM |   1.00 |
        | p2 | 10:01 | c1 | ECOM |   1.50 |
        | p3 | 10:02 | c1 | ECOM |   0.99 |
        | h1 | 10:05 | c1 | ECOM | 150.00 |
        | x1 | 10:05 | c2 | ECOM |   1.00 |
        expect alert card_testing
        """,
        """
        the alert of `card_testing` did not come
          furthest: probe = p1 p2 p3
          next:     `probe` or `hit`
          nearest:  h1 is not `hit`: amount > greatest(200.00, 100 * avg(probe.amount)) is false
                      amount = 150.00
                      avg(probe.amount) = 1.163333
                      greatest(200.00, 100 * avg(probe.amount)) = 200.00
          end:      `within 10m` was over at 2026-01-01T10:10:00Z
        """);
  }

  @Test
  void nothingThatBegan() {
    fails(
        "card_testing",
        "Payment { id, time, card, channel, amount }\n| p1 | 10:00 | c1 | POS | 1.00 |\n"
            + "expect alert card_testing for c1",
        """
        the alert of `card_testing` did not come
          no event began a match
          nearest:  p1 is not `probe`: channel = ECOM is false
                      channel = POS
        """);
    fails(
        "card_testing",
        THREE_AND_A_HIT + "expect alert card_testing for c2",
        """
        the alert of `card_testing` did not come
          no event of this test has this key
        """);
    fails(
        "card_testing",
        "expect alert card_testing",
        """
        the alert of `card_testing` did not come
          no event of this test is input of the rule
        """);
  }

  @Test
  void anUnexpectedAlertIsALineForTheTest() {
    String rows =
        """
        Block { row, time, card }
        | b1 | 10:00:00 | it's |
        Payment { time, card, id }
        | 2026-01-01T10:30:00.500Z | it's | x-1 |
        """;
    fails(
        "blocked",
        rows + "expect no alert",
        """
        an alert came that is not expected
          expect alert blocked for 'it''s' at 'x-1' { block = b1, paid = 'x-1' }
          text: x
        """);
    passes(
        "blocked",
        rows
            + "expect alert blocked for 'it''s' at 'x-1' { block = b1, paid = 'x-1' }\n"
            + "expect no other alert");
  }

  @Test
  void timeBoundsAreInclusive() {
    passes(
        "blocked",
        """
        Block { row, time, card }
        | b1 | 10:00 | c1 |
        Payment { id, time, card }
        | p1 | 11:00 | c1 |
        expect alert blocked { block = b1, paid = p1 }
        """);
    passes(
        "blocked",
        """
        Block { row, time, card }
        | b1 | 10:00 | c1 |
        Payment { id, time, card }
        | p1 | 11:00:00.001 | c1 |
        expect no alert
        """);
  }

  @Test
  void expectationsStandInAnyOrderAndAlertsAreGivenToThoseThatNeedThem() {
    String rows =
        """
        Block { row, time, card }
        | b1 | 10:00 | c1 |
        | b2 | 10:00 | c2 |
        Payment { id, time, card }
        | p1 | 10:01 | c1 |
        | p2 | 10:02 | c2 |
        """;
    passes(
        "blocked",
        rows + "expect alert blocked\nexpect alert blocked for c2\nexpect no other alert");
    passes(
        "blocked",
        rows + "expect alert blocked\nexpect alert blocked for c1\nexpect no other alert");
    passes("blocked", rows + "expect alert blocked for c2");
    fails(
        "blocked",
        rows + "expect alert blocked for c2\nexpect no other alert",
        """
        an alert came that is not expected
          expect alert blocked for c1 at p1 { block = b1, paid = p1 }
          text: x
        """);
    fails(
        "blocked",
        rows + "expect alert blocked for c1\nexpect alert blocked for c1",
        """
        the alert of `blocked` did not come
          the one alert of this key is that of another expectation
        """);
  }

  @Test
  void oncePerHoldsAMatchBack() {
    fails(
        "card_testing",
        THREE_AND_A_HIT
            + """
              | q1 | 10:06 | c1 | ECOM |   1.00 |
              | q2 | 10:07 | c1 | ECOM |   1.00 |
              | q3 | 10:08 | c1 | ECOM |   1.00 |
              | h2 | 10:09 | c1 | ECOM | 450.00 |
              expect alert card_testing at h1
              expect alert card_testing at h2
            """,
        """
        the alert of `card_testing` did not come
          a match was held back by `once per`
          the one alert of the rule is that of another expectation
        """);
  }

  @Test
  void onlyAlertsOfRulesThatTheTestNamesCount() {
    String rows =
        THREE_AND_A_HIT
            + "Block { time, card }\n"
            + "| 10:06 | c1 |\n"
            + "Payment { id, time, card }\n"
            + "| z | 10:07 | c1 |\n";
    passes("card_testing", rows + "expect alert card_testing\nexpect no other alert");
    passes("blocked", rows + "expect alert blocked\nexpect no other alert");
    fails(
        "card_testing",
        rows + "expect alert blocked\nexpect no other alert",
        """
        an alert came that is not expected
          expect alert card_testing for c1 at h1 { probe = p1 p2 p3, hit = h1, score = 85 }
          text: 3 probes, then 450.00 at null
        """);
  }

  // ---- decisions

  private static final String PAYMENTS =
      """
        Payment { id, time, card, amount }
        | p1 | 10:00:00 | c1 |  60.00 |
        | p2 | 10:01:00 | c1 |  80.00 |
        | p3 | 10:02:00 | c1 |  90.00 |
        | p4 | 10:03:00 | c1 |  95.00 |
        | q1 | 10:04:00 | c2 |   1.00 |
        Block { row, time, card }
        | b1 | 10:05:00 | c1 |
      """;

  @Test
  void decisionsAreThoseOnTheEventThatCompletesAMatch() {
    // The second match is held back by once per, and decides all the same.
    passes("pair_decides", PAYMENTS + "expect decision review at p2");
    passes(
        "pair_decides",
        PAYMENTS
            + "expect decision review at p2 expect decision review at p4"
            + " expect no other decision expect alert pair_decides expect no other alert");
    passes("pair_decides", PAYMENTS + "expect decision review expect decision review at p2");
    passes("many", PAYMENTS.replace("60.00", " 0.50") + "expect decision decline at p2");
  }

  @Test
  void aRuleThatOnlyDecidesIsTestedByItsDecisions() {
    passes("many", "Payment { time, card, amount }\n | 10:00 | c1 | 3.00 |\n expect no decision");
    TestResult result =
        run("many", "Payment { time, card, amount }\n | 10:00 | c1 | 3.01 |\n expect no decision");
    assertThat(told(result))
        .isEqualTo(
            """
            a decision was made that is not expected
              expect decision decline at 1
            """);
  }

  @Test
  void theMostSevereDecisionOfTheRulesThatTakePartWins() {
    String both =
        "param least = 60.00\n"
            + PAYMENTS
            + "expect alert pair_decides at p2 expect alert above at p3 expect decision review at"
            + " p2";
    passes("above", both);
    String severe = RULES.replace("alert \"two above {least}\"", "alert \"\" decide decline");
    TestResult result = runOf(severe, "above", both);
    assertThat(told(result)).isEmpty();
    assertThat(told(runOf(severe, "above", both.replace("review at p2", "review at p3"))))
        .isEqualTo(
            """
            something else was decided on p3
              decision:
                expected  review
                got       decline
            """);
  }

  @Test
  void aDecisionThatWasNotMadeIsExplained() {
    TestResult result =
        run(
            "pair_decides",
            PAYMENTS
                + "expect decision review at p1 expect decision review at q1 expect decision review"
                + " at b1");
    assertThat(told(result))
        .isEqualTo(
            """
            nothing was decided on p1
              furthest: a = p1
              next:     `b`
              end:      `within 1h` was over at 2026-01-01T11:00:00Z
            nothing was decided on q1
              no event began a match
              nearest:  q1 is not `a`: amount > 50.00 is false
                          amount = 1.00
            nothing was decided on b1
              it is not input of the rule `pair_decides`
            """);
  }

  @Test
  void eachExpectedDecisionNeedsOneOfItsOwn() {
    TestResult result =
        run(
            "pair_decides",
            PAYMENTS
                + "expect decision review expect decision review at p4 expect decision review");
    assertThat(result.differences()).singleElement();
    assertThat(result.differences().getFirst().summary())
        .isEqualTo("no further event was decided `review`");
  }
}
