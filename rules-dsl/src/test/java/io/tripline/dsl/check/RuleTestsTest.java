package io.tripline.dsl.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Geo;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.dsl.ir.RuleTest;
import io.tripline.dsl.ir.RuleTest.Contents;
import io.tripline.dsl.ir.RuleTest.ExpectedAlert;
import io.tripline.dsl.ir.RuleTest.ExpectedValue;
import io.tripline.dsl.ir.RuleTest.GivenEvent;
import io.tripline.dsl.ir.RuleTest.Others;
import io.tripline.dsl.ir.RuleTest.TableRow;
import io.tripline.dsl.ir.Severity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the cells and expectations of a test. */
final class RuleTestsTest {
  private static final String EVENTS =
      """
      event Everything {
        id string @id  time timestamp @time  s string  i int  x double  d decimal(2)  b bool
        e enum(POS, ECOM)  a ip  g geo  t duration  later timestamp  maybe string?  place geo?
      }
      event Numbered { id int @id  time timestamp @time  card string }
      event Nameless { time timestamp @time  card string }
      rule all { by s pattern e define e: Everything
        alert "x" score 85 with d = e.d, g = e.g, maybe = e.maybe, far = distance(e.g, e.g) }
      rule pairs { by card pattern a -> b  within 1m define a: Nameless b: Numbered alert "x" }
      """;

  private static RuleTest test(String body) {
    Compilation compilation =
        RuleCompiler.compile(List.of(new SourceFile("a.trip", EVENTS + body)));
    RuleSet ruleSet = compilation.ruleSet();
    assertThat(compilation.diagnostics()).isEmpty();
    assertThat(ruleSet).isNotNull();
    assertThat(ruleSet.tests()).hasSize(1);
    return ruleSet.tests().getFirst();
  }

  private static final String WORLD =
      """
      list codes of int
      list hosts of ip
      table customers key account { segment string, opened timestamp, limit decimal(2)?, n int }
      rule limits {
        param least = 100.00
        param span  = 1h
        by s
        pattern e -> f  within span
        define
          e: Everything where d > least and i in codes and not a in hosts
          f: Everything where d > customers[s].limit and customers[s].segment != 'x'
        alert "{least}"
      }
      """;

  private static RuleTest worldTest(String body) {
    String text = EVENTS + WORLD + "test limits {\n" + body + "\n expect no alert\n}\n";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("a.trip", text)));
    assertThat(compilation.ruleSet()).as(compilation.diagnostics().toString()).isNotNull();
    return compilation.ruleSet().tests().getFirst();
  }

  @Test
  void listsAndTablesHoldWhatStandsInTheTest() {
    RuleTest test =
        worldTest(
            """
            codes { 7995, -1 }
            hosts { '192.0.2.1', "2001:db8::1" }
            Everything { id, time }
            | a | 10:00 |
            | b | 10:01 |
            customers { segment, account, limit }
            | gold    | a1   | 100.5 |
            | 'null'  | 'a|' | null  |
            |         | a3   |       |
            codes {}
            Everything { id, time }
            | c | 10:02 |
            customers { }
            """);
    assertThat(test.world()).extracting(Contents::beforeEvent).containsExactly(0, 0, 2, 2, 3);
    assertThat(((Contents.OfList) test.world().get(0)).values()).containsExactly(7995L, -1L);
    assertThat(((Contents.OfList) test.world().get(1)).values())
        .containsExactly(
            IpAddress.parse("192.0.2.1").orElseThrow(),
            IpAddress.parse("2001:db8::1").orElseThrow());
    assertThat(((Contents.OfTable) test.world().get(2)).rows())
        .containsExactly(
            new TableRow("a1", Arrays.asList("gold", 0L, 10050L, 0L)),
            new TableRow("a|", Arrays.asList("null", 0L, null, 0L)),
            new TableRow("a3", Arrays.asList("", 0L, null, 0L)));
    assertThat(((Contents.OfList) test.world().get(3)).values()).isEmpty();
    assertThat(((Contents.OfTable) test.world().get(4)).rows()).isEmpty();
    assertThat(test.variant()).isNull();
  }

  @Test
  void parametersMakeAVariantOfTheRule() {
    Rule variant =
        worldTest("param least = 5\nparam span = 2d\nEverything { time }\n| 10:00 |").variant();
    assertThat(variant).isNotNull();
    assertThat(variant.withinMillis()).isEqualTo(2 * 86_400_000L);
    assertThat(RuleSetPrinter.print(new RuleSet(List.of(), List.of(variant))))
        .contains("(d > 5)")
        .contains("{5}");
  }

  private static long millis(String iso) {
    return Instant.parse(iso).toEpochMilli();
  }

  @Test
  void cellsAreValuesOfTheirFields() {
    GivenEvent event =
        test("""
        test all "x" {
          Everything { s, time, id, i, x, d, b, e, a, g, t, later, maybe, place }
          | Žižka 東京 | 10:00 | p1 | -3 | 1e-3 | 450.5 | true | ECOM | 2001:db8::1 | 52.52 -13.40 | 10m | 9:30 | '' | (1,2) |
          expect no alert
        }\
        """)
            .events()
            .getFirst();
    assertThat(event.label()).isEqualTo("p1");
    assertThat(event.place().line()).isEqualTo(12);
    assertThat(event.values())
        .containsExactly(
            "p1",
            millis("2026-01-01T10:00:00Z"),
            "Žižka 東京",
            -3L,
            0.001,
            45050L,
            true,
            1L,
            IpAddress.parse("2001:db8::1").orElseThrow(),
            new Geo(52.52, -13.4),
            600_000L,
            millis("2026-01-01T09:30:00Z"),
            "",
            new Geo(1, 2));
  }

  @Test
  void whatIsNotGivenIsNeutral() {
    for (String rows : List.of("{ time }\n| 10:00 |", "{ time, s, maybe, i }\n| 10:00 | | | |")) {
      GivenEvent event =
          test("test all { Everything " + rows + "\nexpect no alert }").events().getFirst();
      assertThat(event.label()).isEqualTo("1");
      assertThat(event.values())
          .containsExactly(
              "1",
              millis("2026-01-01T10:00:00Z"),
              "",
              0L,
              0.0,
              0L,
              false,
              0L,
              IpAddress.parse("0.0.0.0").orElseThrow(),
              new Geo(0, 0),
              0L,
              0L,
              null,
              null);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10:00, 2026-01-01T10:00:00Z",
    "9:00:05, 2026-01-01T09:00:05Z",
    "10:00:00.25, 2026-01-01T10:00:00.250Z",
    "2026-01-02 10:00, 2026-01-02T10:00:00Z",
    "2026-03-29T02:30:00+02:00, 2026-03-29T00:30:00Z",
    "'''2024-02-29T10:00:00.001Z''', 2024-02-29T10:00:00.001Z"
  })
  void times(String written, String meant) {
    RuleTest test =
        test("test pairs {\nNameless { time }\n| " + written + " |\nexpect no alert\n}");
    assertThat(test.events().getFirst().values().getFirst()).isEqualTo(millis(meant));
  }

  @Test
  void quotesMakeText() {
    RuleTest test =
        test(
            "test all {\nEverything { time, s, maybe }\n"
                + "| 10:00 | 'a|b' | 'null' |\n| 10:00 | \" \"\"x\" | null |\nexpect no alert\n}");
    assertThat(test.events().get(0).values()).contains("a|b", "null");
    assertThat(test.events().get(1).values()).contains(" \"x").doesNotContain("null");
  }

  @Test
  void eventsStandInTheOrderOfTheirArrivalWhateverTheirTypes() {
    RuleTest test =
        test(
            """
            test pairs "x" {
              Nameless { row, time, card }
              | first | 10:02 | c |
              |       | 10:01 | c |
              Numbered { time, card, id }
              | 10:00 | c |    |
              | 10:03 | c | 42 |
              Nameless { time, card }
              | 10:04 | c |
              expect no alert
            }\
            """);
    assertThat(test.events())
        .extracting(GivenEvent::label)
        .containsExactly("first", "2", "3", "42", "5");
    assertThat(test.events().get(2).values().getFirst()).isEqualTo(3L);
    assertThat(test.events().get(3).values().getFirst()).isEqualTo(42L);
  }

  @Test
  void expectations() {
    RuleTest test =
        test(
            """
            test all "x" {
              Everything { id, time, s }
              | p1 | 10:00 | it's |
              expect alert all for "it's" at p1 {
                e = p1, score = 85, severity = high, text = "x", d = 450, g = 52.52 13.40, maybe = null, far = 900 km
              }
              expect alert all at 10:00:00.500 { e = }
              expect no other alert
            }\
            """);
    assertThat(test.rule()).isEqualTo("all");
    assertThat(test.title()).isEqualTo("x");
    assertThat(test.others()).isEqualTo(Others.NONE);
    ExpectedAlert first = test.expected().getFirst();
    assertThat(first.key()).isEqualTo(List.of("it's"));
    assertThat(first.atEvent()).isZero();
    assertThat(first.atMillis()).isNull();
    assertThat(first.bindings()).isEqualTo(Map.of("e", List.of(0)));
    assertThat(first.score()).isEqualTo(85);
    assertThat(first.severity()).isEqualTo(Severity.HIGH);
    assertThat(first.text()).isEqualTo("x");
    assertThat(first.with()).containsOnlyKeys("d", "g", "maybe", "far");
    assertThat(first.with().values())
        .extracting(ExpectedValue::value)
        .containsExactly(45000L, new Geo(52.52, 13.4), null, "900 km");
    ExpectedAlert second = test.expected().get(1);
    assertThat(second.key()).isNull();
    assertThat(second.atEvent()).isEqualTo(ExpectedAlert.NOT_GIVEN);
    assertThat(second.atMillis()).isEqualTo(millis("2026-01-01T10:00:00.500Z"));
    assertThat(second.bindings()).isEqualTo(Map.of("e", List.of()));
  }

  @Test
  void otherAlertsAreOnlyRuledOutWhereTheTestSaysSo() {
    RuleTest test = test("test all {\nexpect alert all\n}");
    assertThat(test.title()).isNull();
    assertThat(test.others()).isEqualTo(Others.ANY);
    assertThat(test("test all {\nexpect no alert\n}").others()).isEqualTo(Others.NONE);
  }

  @Test
  void aHundredThousandEventsAreTheMostOfAllTests() {
    String rows = "| 10:00 |\n".repeat(10_000);
    String test = "test all {\nEverything { time }\n" + rows + "expect no alert\n}\n";
    Compilation fine =
        RuleCompiler.compile(List.of(new SourceFile("a.trip", EVENTS + test.repeat(10))));
    assertThat(fine.diagnostics()).isEmpty();
    Compilation tooMany =
        RuleCompiler.compile(
            List.of(
                new SourceFile("a.trip", EVENTS + test.repeat(10)),
                new SourceFile(
                    "b.trip", "test all {\nEverything { time }\n| 10:00 |\nexpect no alert\n}")));
    assertThat(tooMany.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.code()).isEqualTo("TL0609"))
        .satisfies(d -> assertThat(d.place().file()).isEqualTo("b.trip"));
  }
}
