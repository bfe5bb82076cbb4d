package io.tripline.dsl.editor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RenamerTest {
  private static final String RULE =
      """
      rule r {
        param floor = 5.00
        by card
        pattern probe{3,} -> hit within 10m
        define
          probe: Payment where channel = ECOM
          hit:   Payment where amount > greatest(floor, avg(probe.amount)) and usual > 1
        alert "{count(probe)} 💳 {hit.amount:0.00}" score 5 with m = hit.card once per 1h
      }
      """;

  private static Marked at(String marked) {
    return Marked.of(RULE.replace(marked.replace("‸", ""), marked));
  }

  @Test
  void aVariableIsRenamedInPatternConditionsAndAlert() {
    assertThat(at("pattern ‸probe").renamed("small")).isEqualTo(RULE.replace("probe", "small"));
    assertThat(at("{count(pro‸be)}").renamed("small")).isEqualTo(RULE.replace("probe", "small"));
  }

  @Test
  void aParameterIsRenamed() {
    assertThat(at("greatest(floor‸,").renamed("least_amount"))
        .isEqualTo(RULE.replace("floor", "least_amount"));
  }

  @Test
  void aFieldIsRenamedInAllFilesAndKeepsItsNameInJson() {
    Marked marked = at("hit.amount‸:");
    Renaming renaming = Renamer.rename(marked.snapshot(), Marked.FILE, marked.offset(), "sum_paid");
    assertThat(renaming.refusal()).isNull();
    assertThat(marked.changed(Marked.FILE, renaming)).isEqualTo(RULE.replace("amount", "sum_paid"));
    assertThat(marked.changed(Marked.EVENTS_FILE, renaming))
        .isEqualTo(
            Marked.EVENTS
                .replace("amount   decimal(2)", "sum_paid   decimal(2) @json(\"amount\")")
                .replace("Payment.amount", "Payment.sum_paid"));
  }

  @Test
  void anOptionalFieldGetsItsJsonNameBehindTheQuestionMark() {
    Marked marked = Marked.of("rule r { on Payment by dev‸ice alert \"x\" }");
    Renaming renaming = Renamer.rename(marked.snapshot(), Marked.FILE, marked.offset(), "gadget");
    assertThat(marked.changed(Marked.EVENTS_FILE, renaming))
        .contains("gadget   string? @json(\"device\")");
  }

  @Test
  void anEventTypeAndAFeatureAreRenamed() {
    Marked event = at("probe: Pay‸ment");
    Renaming renaming = Renamer.rename(event.snapshot(), Marked.FILE, event.offset(), "Sale");
    assertThat(event.changed(Marked.FILE, renaming)).isEqualTo(RULE.replace("Payment", "Sale"));
    assertThat(event.changed(Marked.EVENTS_FILE, renaming))
        .isEqualTo(Marked.EVENTS.replace("Payment", "Sale"));
    Marked feature = at("and usu‸al");
    assertThat(feature.renamed("normally")).isEqualTo(RULE.replace("usual", "normally"));
  }

  @Test
  void aRuleIsRenamedInItsTests() {
    String rule = "rule ‸r { on Login by account alert \"x\" }\n";
    String test = "test r \"t\" {\n  expect no alert\n}\n";
    assertThat(Marked.of(rule + test).renamed("login"))
        .isEqualTo(
            "rule login { on Login by account alert \"x\" }\n" + test.replace("r \"", "login \""));
  }

  @Test
  void aNameThatCannotBeOneIsRefused() {
    assertThat(at("pattern ‸probe").renamed("where")).contains("reserved word", "back-quotes");
    assertThat(at("pattern ‸probe").renamed("2nd")).contains("letters, digits and _");
    assertThat(at("pattern ‸probe").renamed("")).contains("letters, digits and _");
    assertThat(at("pattern ‸probe").renamed("a`b")).contains("letters, digits and _");
    assertThat(at("pattern ‸probe").renamed("`where`")).isEqualTo(RULE.replace("probe", "`where`"));
    assertThat(at("pattern ‸probe").renamed("`plain`")).isEqualTo(RULE.replace("probe", "plain"));
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    assertThat(at("pattern ‸probe").renamed("hit")).contains("variable `hit` already");
    assertThat(at("hit.amount‸:").renamed("card")).contains("field `card` already");
  }

  /** A field hides a parameter of the same name. */
  @Test
  void aNameThatWouldMeanSomethingElseIsRefused() {
    assertThat(at("param ‸floor").renamed("amount")).contains("would mean something else");
    assertThat(at("hit.amount‸:").renamed("floor")).contains("would mean something else");
  }

  @Test
  void aFieldThatSharesItsNameInAKeyIsRefused() {
    Marked marked =
        Marked.of(
            """
            rule r {
              by acc‸ount
              pattern a -> b within 1h
              define
                a: Login
                b: Payment
              alert "x"
            }
            """);
    assertThat(marked.renamed("owner")).contains("also a field of", "in line 2 of rules.trip");
  }

  @Test
  void valuesOfEnumsFunctionsAndWordsAreNotRenamed() {
    assertThat(at("channel = EC‸OM").renamed("WEB")).contains("values of an enum");
    assertThat(at("great‸est(").renamed("most")).contains("nothing here");
    assertThat(at("with‸in").renamed("inside")).contains("nothing here");
  }

  @Test
  void rulesThatCannotBeReadAreNotRenamed() {
    Marked marked = Marked.of("rule r {\n on Pay‸ment by card when amount >\n alert \"x\"\n}");
    assertThat(marked.renamed("Sale")).contains("cannot be read", "rules.trip");
  }

  @Test
  void theSameNameChangesNothing() {
    Marked marked = at("pattern ‸probe");
    assertThat(Renamer.rename(marked.snapshot(), Marked.FILE, marked.offset(), "probe"))
        .isEqualTo(new Renaming(java.util.List.of(), null));
  }
}
