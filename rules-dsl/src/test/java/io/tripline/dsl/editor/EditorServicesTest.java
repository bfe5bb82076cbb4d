package io.tripline.dsl.editor;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cards, signatures, outlines, folds and quick fixes. */
final class EditorServicesTest {

  @Test
  void aCardTellsDeclarationTypeAndDoc() {
    assertThat(Marked.inCondition("am‸ount > 1").card())
        .contains("amount   decimal(2)", "field of `Payment`", "`decimal(2)`");
    assertThat(Marked.of("rule r { on Pay‸ment").card())
        .contains("event Payment {", "A card payment.");
    assertThat(Marked.inCondition("usua‸l > 1").card())
        .contains("feature usual = avg", "What the account usually pays.");
    assertThat(Marked.inCondition("channel = EC‸OM").card()).contains("value of the field");
    assertThat(Marked.inCondition("card in ris‸ky").card()).contains("list of string");
    assertThat(Marked.inCondition("customers[account].seg‸ment = NEW").card())
        .contains("column of the table `customers`");
  }

  @Test
  void aCardTellsHowManyEventsAVariableHolds() {
    assertThat(Marked.inCondition("count(pro‸be) > 1").card())
        .contains("events of type `Payment`", "Can hold several events.");
    assertThat(Marked.of("rule r {\n pattern a -> b? -> c\n define\n  b‸: Login").card())
        .contains("Holds one event, or none.");
  }

  @Test
  void aCardTellsWhatAFunctionDoes() {
    assertThat(Marked.inCondition("ro‸und(amount) > 1").card())
        .contains("round(x number[, digits constant int])", "A half goes away from zero");
    assertThat(Marked.inCondition("av‸g(probe.amount) > 1").card()).contains("avg(v.x)");
    assertThat(Marked.inCondition("amount >‸ 1").card()).isEmpty();
  }

  @Test
  void theCallBeingTypedHasASignature() {
    Marked marked = Marked.inCondition("round(abs(amount), ‸");
    assertThat(CallSignature.at(marked.snapshot(), Marked.FILE, marked.offset()))
        .hasValueSatisfying(
            s -> {
              assertThat(s.label()).startsWith("round(x number[, digits constant int])");
              assertThat(s.parameters()).containsExactly("x number", "digits constant int");
              assertThat(s.active()).isEqualTo(1);
            });
    Marked outside = Marked.inCondition("round(amount) ‸");
    assertThat(CallSignature.at(outside.snapshot(), Marked.FILE, outside.offset())).isEmpty();
  }

  @Test
  void theOutlineShowsDeclarationsAndWhatIsInThem() {
    List<OutlineNode> nodes = Outline.of(Marked.of("‸").snapshot(), Marked.EVENTS_FILE);
    assertThat(nodes)
        .extracting(OutlineNode::title)
        .containsExactly("Payment", "Login", "usual", "risky", "customers");
    assertThat(nodes.getFirst().children())
        .extracting(n -> n.title() + " " + n.detail())
        .contains("amount decimal(2)", "device string?");
    String text = Marked.EVENTS;
    Span whole = nodes.get(1).whole();
    assertThat(text.substring(whole.start(), whole.end())).startsWith("event Login").endsWith("}");
  }

  @Test
  void theOutlineOfHalfARuleIsThere() {
    Marked marked = Marked.inCondition("‸");
    assertThat(Outline.of(marked.snapshot(), Marked.FILE))
        .singleElement()
        .satisfies(
            rule ->
                assertThat(rule.children())
                    .extracting(OutlineNode::title)
                    .contains("floor", "probe"));
  }

  @Test
  void bracesAndCommentsOverSeveralLinesCanBeFolded() {
    String text = "/* a\n b */\nrule r {\n  emit X { a = 1 }\n}\n// c\n";
    Snapshot snapshot = Snapshot.of(List.of(new SourceFile("f", text)));
    assertThat(Outline.folds(snapshot, "f"))
        .extracting(s -> text.substring(s.start(), s.end()).lines().findFirst().orElseThrow())
        .containsExactly("/* a", "{");
  }

  @Test
  void formattingChangesTheLinesThatDiffer() {
    String text = Marked.EVENTS.replace("\n", "\r\n");
    String spoilt = text.replace("  ok      bool", "ok bool").replace("list risky", "list  risky");
    assertThat(spoilt).isNotEqualTo(text);
    Snapshot snapshot = Snapshot.of(List.of(new SourceFile("f", spoilt)));
    TextChange change = Formatting.of(snapshot, "f").orElseThrow();
    String mended =
        spoilt.substring(0, change.span().start())
            + change.replacement()
            + spoilt.substring(change.span().end());
    SourceFile formatted = new SourceFile("f", mended);
    assertThat(Formatting.of(Snapshot.of(List.of(formatted)), "f")).isEmpty();
    assertThat(mended).contains("list risky of string\r\n").doesNotContain("\r\r");
    SourceFile broken = new SourceFile("f", "rule r { on");
    assertThat(Formatting.of(Snapshot.of(List.of(broken)), "f")).isEmpty();
  }

  @Test
  void aMisspeltNameCanBeMended() {
    Marked marked = Marked.inCondition("amuont > 1");
    Span whole = new Span(Marked.FILE, 0, marked.text().length());
    assertThat(QuickFix.in(marked.snapshot(), whole))
        .singleElement()
        .satisfies(
            fix -> {
              Span span = fix.change().span();
              assertThat(marked.text().substring(span.start(), span.end())).isEqualTo("amuont");
              assertThat(fix.change().replacement()).isEqualTo("amount");
            });
    assertThat(QuickFix.in(marked.snapshot(), new Span(Marked.FILE, 0, 3))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rule r { on Login by account whn ok alert \"x\" }     | whn ok     | when ok",
        "rule r { on Logn by account alert \"x\" }             | Logn       | Login",
        "rule r { on Login by acount alert \"x\" }             | acount     | account",
        "event A { t timestamp @tme(late accept) }             | @tme(late  | @time(late",
        "rule r { severity hgh on Login by account alert \"x\" } | hgh      | high",
      })
  void whateverHasAHintCanBeMended(String text, String wrong, String right) {
    Marked marked = Marked.of("‸" + text);
    Span whole = new Span(Marked.FILE, 0, text.length());
    List<TextChange> changes =
        QuickFix.in(marked.snapshot(), whole).stream().map(QuickFix::change).toList();
    assertThat(changes).hasSize(1);
    assertThat(marked.snapshot().after(changes).text(Marked.FILE))
        .contains(text.replace(wrong, right));
  }

  @Test
  void filesThatAreTheSameAreNotReadAgain() {
    SourceFile events = new SourceFile("events.trip", Marked.EVENTS);
    Snapshot first = Snapshot.of(List.of(events, new SourceFile("a.trip", "rule")));
    Snapshot second = first.with(List.of(events, new SourceFile("a.trip", "rule r")));
    assertThat(second.sources().get("events.trip")).isSameAs(first.sources().get("events.trip"));
    assertThat(second.sources().get("a.trip")).isNotSameAs(first.sources().get("a.trip"));
  }

  @Test
  void aCheckThatIsSupersededGivesNothing() {
    assertThat(Marked.of("rule‸").snapshot().diagnostics(() -> true)).isEmpty();
  }
}
