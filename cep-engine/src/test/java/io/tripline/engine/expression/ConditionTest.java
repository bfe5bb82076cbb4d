package io.tripline.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.IpAddress;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventLayout;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.Match;
import io.tripline.engine.match.Program;
import io.tripline.engine.match.RuleCounters;
import io.tripline.engine.match.RuleMatcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions as an author writes them, from text to their value for one event. */
class ConditionTest {
  private static final String EVENT =
      """
      event T {
        t timestamp @time
        i int
        n int?
        d decimal(2)
        big decimal(0)
        f double
        s string
        z string?
        b bool
        nb bool?
        e enum(POS, ECOM)
        ne enum(POS, ECOM)?
        ip ip
        nip ip?
        g geo
        u duration
      }
      """;

  private final List<String> errors = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i = 7",
        "i != 8",
        "i <> 8",
        "i < 7.01",
        "i > 6.999",
        "d = 12.5",
        "d = 12.50",
        "d > 12.499",
        "d * 2 = 25",
        "d / 4 = 3.125",
        "d / 3 = 4.166667",
        "i / 2 = 3.5",
        "i % 4 = 3",
        "-i = -7",
        "d * d = 156.25",
        "1.000000001 * 1.5 = 1.500000002",
        "i + d = 19.5",
        "i - 10 = -3",
        "f = 0.5",
        "f * i = 3.5",
        "d > f",
        "f < i",
        "s = 'héllo'",
        "s < 'hélm'",
        "s like 'h%o'",
        "s like 'h_llo'",
        "not s like 'h_lo'",
        "s like '%l%'",
        "s matches '^h.l+o$'",
        "not s matches 'xyz'",
        "length(s) = 5",
        "upper(s) = 'HÉLLO'",
        "substring(s, 2, 2) = 'él'",
        "starts_with(s, 'hé')",
        "contains(s, 'll')",
        "ends_with(s, 'lo')",
        "s in ('a', 'héllo')",
        "s not in ('a', 'b')",
        "i in (1, 7.0)",
        "i between 7 and 7",
        "i not between 8 and 9",
        "b",
        "b = true",
        "not (b = false)",
        "e = ECOM",
        "e != POS",
        "e in (POS, ECOM)",
        "n is null",
        "i is not null",
        "z is null",
        "nb is null",
        "ne is null",
        "nip is null",
        "(n = 1) is null",
        "(n = 1 and i = 8) = false",
        "(n = 1 or i = 7) = true",
        "(n = 1 and i = 7) is null",
        "(n in (1, 2)) is null",
        "(i in (1, n)) is null",
        "i in (7, n)",
        "(i not in (1, n)) is null",
        "(not nb) is null",
        "(z like 'a%') is null",
        "coalesce(n, 3) = 3",
        "coalesce(z, s) = 'héllo'",
        "greatest(i, 9, 8) = 9",
        "least(d, i) = 7",
        "greatest(n, 5) is null",
        "greatest(s, 'z') = 'z'",
        "case when i > 5 then 'big' else 'small' end = 'big'",
        "case when i > 50 then 'big' end is null",
        "case when i = 0 then 0 else 14 / i end = 2",
        "abs(-i) = 7",
        "round(d) = 13",
        "floor(d) = 12",
        "ceil(d) = 13",
        "abs(0 - d) = 12.5",
        "hour(t) = 10",
        "hour(t, 'Europe/Berlin') = 11",
        "day(t) = 31",
        "month(t) = 1",
        "weekday(t) = 6",
        "t > timestamp '2026-01-31T10:00:00Z'",
        "t - timestamp '2026-01-31T10:00:00Z' = 5m",
        "t + 1h = timestamp '2026-01-31T11:05:00Z'",
        "u = 90s",
        "u > 1m",
        "u * 2 = 3m",
        "u / 45s = 2",
        "u / 2 = 45s",
        "ip = '10.1.2.3'",
        "in_network(ip, '10.0.0.0/8')",
        "not in_network(ip, '10.2.0.0/16')",
        "distance(g, g) = 0 km",
        "distance(g, g) < 1 km",
        "luhn('4539578763621486')",
        "bin('4539578763621486', 6) = '453957'",
        "big = 9000000000000000000",
        "big > 0.000000001",
      })
  void isTrue(String condition) {
    assertThat(matches(condition)).as(condition).isNotEmpty();
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"i = 8", "n = 1", "not (n = 1)", "s like 'h_o'", "i in (1, 2)", "nb"})
  void isNotTrue(String condition) {
    assertThat(matches(condition)).as(condition).isEmpty();
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          i / (i - 7) = 1                  | division by zero
          i % (i - 7) = 1                  | division by zero
          f / (f - f) = 1                  | division by zero
          big * 2 > 1                      | the result is beyond 64 bits
          big + big > 1                    | the result is beyond 64 bits
          i / (i - 7) = 1 or i = 7         | division by zero
          (i / (i - 7) = 1) is null        | division by zero
          coalesce(i / (i - 7), 1) = 1     | division by zero
          """)
  void anErrorMakesTheWholeConditionUnknown(String condition, String error) {
    assertThat(matches(condition)).as(condition).isEmpty();
    assertThat(errors).isNotEmpty().allMatch(e -> e.equals(error));
  }

  @Test
  void whatDecidesFirstKeepsFromErrors() {
    assertThat(matches("i = 7 or i / (i - 7) = 1")).isNotEmpty();
    assertThat(matches("i != 7 and i / (i - 7) = 1")).isEmpty();
    assertThat(errors).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {i} {d} {f} {b} {e} {s}     | 7 12.50 0.5 true ECOM héllo
          {n} {z}                     | null null
          {d:0.0} {i:000}             | 12.5 007
          {d / 3} {d / 3:0.00}        | 4.166667 4.17
          {t} {u} {ip}                | 2026-01-31T10:05:00Z 1m 30s 10.1.2.3
          {{not a hole}}              | {not a hole}
          {i / (i - 7)}               | null
          {distance(g, g)}            | 0 km
          """)
  void theAlertsTextShowsValues(String text, String shown) {
    List<Match> matches = run("when i = 7 alert \"" + text + "\"");
    assertThat(matches).singleElement().extracting(Match::message).isEqualTo(shown);
  }

  private List<Match> matches(String condition) {
    return run("when " + condition + " alert \"m\"");
  }

  private List<Match> run(String rest) {
    String source = EVENT + "rule r { on T by none " + rest + " }";
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("t.trip", source)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + rest).isFalse();
    RuleSet ruleSet = Objects.requireNonNull(compilation.ruleSet());
    Schema schema = Schema.of(1, List.of(ruleSet));
    EventWriter writer = new EventWriter();
    EventLayout layout = schema.get("T");
    writer.begin(layout);
    set(writer, layout);
    writer.end(0, new byte[0], 0, 0);
    RuleCounters counters =
        new RuleCounters() {
          @Override
          public void evaluationError(Place place, String what) {
            errors.add(what);
          }

          @Override
          public void matchesLimited() {}

          @Override
          public void runsDropped(int count) {
            throw new AssertionError();
          }
        };
    RuleMatcher matcher =
        new RuleMatcher(
            Program.compile(ruleSet.rules().getFirst()), schema, 10, counters, new StateHeap());
    List<Match> matches = new ArrayList<>();
    EventView view = new EventView().wrap(writer.bytes(), 0);
    matcher.onEvent(0, view, 1, view.time(), matches::add);
    return matches;
  }

  private static void set(EventWriter writer, EventLayout layout) {
    writer.setLong(at(layout, "t"), Instant.parse("2026-01-31T10:05:00Z").toEpochMilli());
    writer.setLong(at(layout, "i"), 7);
    writer.setLong(at(layout, "d"), 1250);
    writer.setLong(at(layout, "big"), 9_000_000_000_000_000_000L);
    writer.setDouble(at(layout, "f"), 0.5);
    char[] text = "héllo".toCharArray();
    writer.setText(at(layout, "s"), text, 0, text.length);
    writer.setBool(at(layout, "b"), true);
    writer.setLong(at(layout, "e"), 1);
    writer.setIp(at(layout, "ip"), IpAddress.parse("10.1.2.3").orElseThrow());
    writer.setGeo(at(layout, "g"), 47.37, 8.54);
    writer.setLong(at(layout, "u"), 90_000);
  }

  private static int at(EventLayout layout, String field) {
    return layout.type().indexOf(field);
  }
}
