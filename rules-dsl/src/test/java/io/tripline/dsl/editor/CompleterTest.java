package io.tripline.dsl.editor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompleterTest {

  @Test
  void anEmptyFileTakesDeclarations() {
    assertThat(Marked.of("‸").labels())
        .containsExactly("event", "rule", "feature", "list", "table", "test");
    assertThat(Marked.of("list risky2 of int\nru‸").labels()).contains("rule");
    assertThat(Marked.of("event A { t timestamp @time }\n‸").labels()).contains("rule");
  }

  @Test
  void aRuleTakesTheClausesThatItLacks() {
    assertThat(Marked.of("rule r {\n  ‸\n}").labels())
        .contains("title", "severity", "by", "on", "pattern", "define", "alert");
    assertThat(Marked.of("rule r {\n  severity low\n  on Login by account\n  ‸\n}").labels())
        .contains("alert", "title")
        .doesNotContain("severity", "on", "pattern", "define", "after");
    assertThat(Marked.of("rule r {\n  by card\n  pattern a\n  ‸").labels())
        .contains("define", "alert", "param")
        .doesNotContain("by", "pattern", "on");
  }

  @Test
  void wordsThatHaveBeenBegunAreReplaced() {
    Marked marked = Marked.of("rule r {\n  sev‸\n}");
    assertThat(marked.labels()).contains("severity");
    assertThat(marked.completions().replaced()).isEqualTo(new Span(Marked.FILE, 11, 14));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rule r {\n on ‸",
        "rule r {\n on Pay‸ }",
        "rule r {\n define a: ‸",
        "rule r {\n define\n  a: Login\n  b: Pa‸",
        "rule r {\n emit ‸",
        "test r {\n  ‸",
        "feature f = count(‸",
      })
  void eventTypesAreOffered(String text) {
    assertThat(Marked.of(text).labels()).contains("Payment", "Login");
  }

  @Test
  void aConditionTakesFieldsParametersFunctionsAndFeatures() {
    assertThat(Marked.inCondition("‸").labels())
        .contains("amount", "channel", "floor", "probe", "usual", "customers")
        .contains("coalesce", "avg", "not", "case")
        .doesNotContain("ok");
    assertThat(Marked.inCondition("amount > ‸").labels()).contains("amount", "floor", "round");
    assertThat(Marked.inCondition("amount > am‸").labels()).contains("amount");
    assertThat(Marked.inCondition("channel = POS and ‸").labels()).contains("amount");
  }

  @Test
  void afterAValueComesAnOperator() {
    assertThat(Marked.inCondition("amount ‸").labels())
        .contains("between", "in", "is null", "and")
        .doesNotContain("amount");
    assertThat(Marked.inCondition("device is ‸").labels()).containsExactly("null", "not null");
    assertThat(Marked.inCondition("device not ‸").labels()).contains("in", "like");
    assertThat(Marked.inCondition("card in ‸").labels()).containsExactly("risky");
    assertThat(Marked.inCondition("speed(a, b, c, d) > 900 ‸").labels()).contains("km/h", "mph");
    assertThat(Marked.inCondition("count() ‸").labels()).contains("over");
    assertThat(Marked.inCondition("count() over ‸").labels())
        .contains("10m", "previous", "last", "session", "day");
    assertThat(Marked.inCondition("count() over 7d ‸").labels())
        .contains("delayed", "every", "and");
    assertThat(Marked.inCondition("count() over previous 7d ‸").labels())
        .contains("every", "and")
        .doesNotContain("delayed");
    assertThat(Marked.inCondition("count() over 7d delayed ‸").labels()).contains("1d");
    assertThat(Marked.inCondition("amount > approx ‸").labels())
        .containsExactly("distinct", "percentile");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel = ‸",
        "channel != E‸",
        "probe.channel = ‸",
        "channel in (‸",
        "channel in (POS, ‸",
        "channel not in (POS, ‸"
      })
  void whatIsComparedWithAnEnumTakesItsValues(String condition) {
    assertThat(Marked.inCondition(condition).labels()).startsWith("POS", "ECOM", "ATM");
  }

  @Test
  void aPointTakesFields() {
    assertThat(Marked.inCondition("amount > probe.‸").labels())
        .containsExactly("id", "time", "card", "account", "amount", "channel", "device");
    assertThat(Marked.inCondition("customers[account].‸").labels())
        .containsExactly("segment", "opened");
    assertThat(Marked.of("rule r { by Login.‸").labels()).containsExactly("time", "account", "ok");
    assertThat(Marked.of("feature f = sum(Payment.‸").labels()).contains("amount");
    assertThat(Marked.inCondition("nobody.‸").labels()).isEmpty();
  }

  @Test
  void aPatternTakesVariablesWordsAndBounds() {
    String rule = "rule r {\n by card\n pattern a -> ‸\n define\n a: Payment\n b: Login\n}";
    assertThat(Marked.of(rule).labels()).containsExactlyInAnyOrder("a", "b", "not");
    assertThat(Marked.of("rule r {\n pattern a{3,} ‸").labels())
        .contains("within", "greedy", "until");
    assertThat(Marked.of("rule r {\n param w = 5m\n pattern a within ‸").labels())
        .contains("10m", "w");
    assertThat(Marked.of("rule r {\n pattern a -> b\n define\n  a: Payment\n  ‸").labels())
        .contains("b");
    assertThat(Marked.of("rule r {\n pattern a+ until ‸\n define\n  a: Login\n").labels())
        .contains("ok");
  }

  @Test
  void skipsAreSpelledOut() {
    assertThat(Marked.of("rule r {\n after ‸").labels()).containsExactly("match skip");
    assertThat(Marked.of("rule r {\n after match skip ‸").labels())
        .containsExactly("past last", "to next", "to first", "to last", "none");
    assertThat(Marked.of("rule r {\n define a: Login\n after match skip to first ‸").labels())
        .containsExactly("a");
    for (String several : List.of("none", "to next", "to first a", "to last a")) {
      assertThat(Marked.of("rule r {\n after match skip " + several + " ‸").labels())
          .as(several)
          .containsExactly("limit");
    }
    assertThat(Marked.of("rule r {\n after match skip past last ‸").labels()).isEmpty();
    assertThat(Marked.of("rule r {\n after match skip none limit ‸").labels()).isEmpty();
  }

  @Test
  void anAlertTakesItsPartsAndItsHolesTakeExpressions() {
    assertThat(Marked.of("rule r {\n alert \"x\" ‸").labels())
        .contains("score", "with", "once per");
    assertThat(Marked.of("rule r {\n on Login by account\n alert \"{‸}\"").labels())
        .contains("account", "ok", "e");
    assertThat(Marked.of("rule r {\n define a: Login\n alert \"{{ {a.o‸}\"").labels())
        .containsExactly("time", "account", "ok");
    assertThat(Marked.of("rule r {\n define a: Login\n alert \"{a.‸").labels())
        .containsExactly("time", "account", "ok");
    assertThat(Marked.of("rule r {\n alert \"plain ‸ text\"").labels()).isEmpty();
    assertThat(Marked.of("rule r {\n define a: Login\n alert \"x\" with b = ‸").labels())
        .contains("a", "count");
  }

  @Test
  void smallClausesKnowTheirWords() {
    assertThat(Marked.of("rule r {\n severity ‸").labels())
        .containsExactly("info", "low", "medium", "high", "critical");
    assertThat(Marked.of("rule r {\n decide ‸").labels())
        .containsExactly("decline", "review", "approve");
    assertThat(Marked.of("rule r {\n on Login by ‸").labels()).contains("account", "none");
    assertThat(Marked.of("rule r {\n on Login ‸").labels()).containsExactly("by", "when");
    assertThat(Marked.of("rule r {\n on Login by account when ‸").labels()).contains("ok");
    assertThat(Marked.of("rule r {\n emit Login { ‸").labels())
        .containsExactly("time", "account", "ok");
    assertThat(Marked.of("rule r {\n emit Login { ‸").completions().suggestions())
        .extracting(Suggestion::insert)
        .contains("account = ");
  }

  @Test
  void anEventTakesTypesAndAnnotations() {
    assertThat(Marked.of("event A {\n  x ‸").labels()).contains("decimal", "enum", "timestamp");
    assertThat(Marked.of("event A {\n  x string ‸").labels()).contains("@id", "@pii");
    assertThat(Marked.of("event A {\n  x string @‸").labels()).contains("id", "json");
    assertThat(Marked.of("event A {\n  x timestamp @time(‸").labels()).contains("lateness");
    assertThat(Marked.of("event A {\n  ‸").labels()).isEmpty();
    assertThat(Marked.of("list x of ‸").labels()).contains("int");
    assertThat(Marked.of("table x key ‸").labels()).isEmpty();
    assertThat(Marked.of("table x key k { a ‸").labels()).contains("string");
  }

  @Test
  void aTestKnowsItsRule() {
    String rule = "rule r { on Login by account alert \"x\" with who = account }\n";
    assertThat(Marked.of(rule + "test ‸").labels()).containsExactly("r");
    assertThat(Marked.of(rule + "test r {\n Login { ‸").labels())
        .containsExactly("time", "account", "ok");
    assertThat(Marked.of(rule + "test r {\n ‸").labels())
        .contains("Login", "risky", "customers", "param", "expect");
    assertThat(Marked.of(rule + "test r {\n customers { ‸").labels()).contains("account");
    assertThat(Marked.of(rule + "test r {\n risky { ‸").labels()).isEmpty();
    String withParameter = "rule p { param least = 5 on Login by account alert \"{least}\" }\n";
    assertThat(Marked.of(withParameter + "test p {\n param ‸").labels()).containsExactly("least");
    assertThat(Marked.of(rule + "test r {\n expect ‸").labels())
        .contains("alert", "no alert", "decision", "no other decision");
    assertThat(Marked.of(rule + "test r {\n expect decision ‸").labels())
        .containsExactly("approve", "review", "decline");
    assertThat(Marked.of(rule + "test r {\n expect decision review ‸").labels())
        .containsExactly("at");
    assertThat(Marked.of(rule + "test r {\n expect no other ‸").labels())
        .containsExactly("alert", "decision");
    assertThat(Marked.of(rule + "test r {\n expect alert r { ‸").labels()).contains("score", "who");
  }

  @Test
  void timeZonesStandInQuotes() {
    Marked open = Marked.inCondition("hour(time, 'Eur‸");
    assertThat(open.labels()).contains("Europe/Berlin", "UTC");
    assertThat(open.text().substring(open.completions().replaced().start(), open.offset()))
        .isEqualTo("Eur");
    assertThat(Marked.inCondition("hour(time, '‸')").labels()).contains("Asia/Tokyo");
    assertThat(Marked.inCondition("count() over day '‸'").labels()).contains("Asia/Tokyo");
    assertThat(Marked.inCondition("card = '‸'").labels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "// on ‸",
        "/* ‸ */",
        "/* ‸",
        "rule r { title \"on ‸\" }",
        "rule r { param x = 12‸"
      })
  void commentsTextsAndNumbersAreLeftAlone(String text) {
    assertThat(Marked.of(text).labels()).isEmpty();
  }

  @Test
  void aNameThatNeedsThemIsWrittenInBackQuotes() {
    Marked marked = Marked.of("event `list` { t timestamp @time }\nrule r { on ‸");
    assertThat(marked.completions().suggestions())
        .filteredOn(s -> s.label().equals("list"))
        .extracting(Suggestion::insert)
        .isEqualTo(List.of("`list`"));
  }
}
