package io.tripline.dsl;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.ir.Place;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleSetPrinter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleCompilerTest {
  private static final String EVENT = "event A { t timestamp @time k string n int b bool }\n";

  private static Compilation compile(String... texts) {
    SourceFile[] files = new SourceFile[texts.length];
    for (int i = 0; i < texts.length; i++) {
      files[i] = new SourceFile("f" + i + ".trip", texts[i]);
    }
    return RuleCompiler.compile(List.of(files));
  }

  private static List<String> codes(Compilation compilation) {
    return compilation.diagnostics().stream().map(Diagnostic::code).toList();
  }

  private static Compilation condition(String condition) {
    return compile(EVENT + "rule r { on A by k when " + condition + " alert \"x\" }");
  }

  @Test
  void noFilesAreAnEmptyRuleSet() {
    assertThat(compile()).isEqualTo(new Compilation(new RuleSet(List.of(), List.of()), List.of()));
    assertThat(compile("", "// nothing\n").ruleSet()).isEqualTo(new RuleSet(List.of(), List.of()));
  }

  @Test
  void declarationsStandInAnyOrderAndFile() {
    String rule = "rule r { on A by k alert \"x\" }";
    String a = RuleSetPrinter.print(compile(EVENT, rule).ruleSet());
    assertThat(RuleSetPrinter.print(compile(rule, EVENT).ruleSet())).isEqualTo(a);
    assertThat(RuleSetPrinter.print(compile(rule + EVENT).ruleSet())).isEqualTo(a);
  }

  @Test
  void clausesStandInAnyOrder() {
    Compilation compilation =
        compile(
            EVENT
                + """
                rule r {
                  alert "{y.n}"
                  define
                    y: A where n > x.n
                    x: A
                  after match skip to next
                  pattern x -> y within 1h
                  by k
                  severity low
                }
                """);
    assertThat(codes(compilation)).isEmpty();
  }

  @Test
  void aTooLargeFileIsRefused() {
    assertThat(codes(compile("/".repeat(4_000_001)))).containsExactly("TL0007");
  }

  @Test
  void aTooLargePatternIsRefused() {
    assertThat(codes(sequence(1_000))).isEmpty();
    assertThat(codes(sequence(1_001))).containsExactly("TL0007");
    assertThat(codes(sequence(100_000))).containsExactly("TL0007");
  }

  private static Compilation sequence(int parts) {
    return compile(
        "event A { t timestamp @time k string }\nrule r { by k pattern x"
            + " -> x".repeat(parts - 1)
            + " within 1m define x: A alert \"x\" }");
  }

  @Test
  void theDeepestNestingStillCompiles() {
    assertThat(codes(condition("(".repeat(190) + "b" + ")".repeat(190)))).isEmpty();
    assertThat(codes(condition("not ".repeat(190) + "b"))).isEmpty();
    assertThat(codes(condition("n > " + "- ".repeat(190) + "1"))).isEmpty();
    assertThat(codes(condition("n > 1" + " + 1".repeat(190)))).isEmpty();
    assertThat(codes(condition("case when b then ".repeat(100) + "b" + " else b end".repeat(100))))
        .isEmpty();
    String group = "(".repeat(150) + "x" + "){1,2}".repeat(150);
    assertThat(
            codes(
                compile(
                    EVENT
                        + "rule r { by k pattern "
                        + group
                        + " -> y within 1h define x: A y: A alert \"x\" }")))
        .isEmpty();
  }

  @Test
  void deeperNestingIsRefused() {
    assertThat(codes(condition("(".repeat(5_000) + "b" + ")".repeat(5_000))))
        .containsExactly("TL0006");
    assertThat(codes(condition("not ".repeat(5_000) + "b"))).containsExactly("TL0006");
    assertThat(codes(condition("n > " + "(- ".repeat(5_000) + "1" + ")".repeat(5_000))))
        .containsExactly("TL0006");
    assertThat(codes(condition("n > 1" + " + 1".repeat(5_000)))).containsExactly("TL0006");
    String nested = "1";
    for (int i = 0; i < 100; i++) {
      nested = "(" + nested + ")" + " + 1".repeat(100);
    }
    assertThat(codes(condition("n > " + nested))).containsOnly("TL0006");
  }

  @Test
  void longChainsAreNoNesting() {
    assertThat(codes(condition("b" + " and b".repeat(3_000)))).isEmpty();
    String numbers = IntStream.range(0, 3_000).mapToObj(String::valueOf).collect(joining(", "));
    assertThat(codes(condition("n in (" + numbers + ")"))).isEmpty();
    assertThat(codes(condition("n in (1" + ", 1".repeat(3_000) + ")"))).containsOnly("TL0904");
  }

  @Test
  void placesCountCodePointsWhateverTheLineEnd() {
    Compilation compilation =
        compile(
            "\uFEFF// \uD83D\uDE00\r\n"
                + "event A {\r\n"
                + "\tt timestamp @time /* \uD83D\uDE00 */ x strin\r\n"
                + "}");
    assertThat(compilation.diagnostics()).hasSize(1);
    assertThat(compilation.diagnostics().getFirst().place())
        .isEqualTo(new Place("f0.trip", 3, 30, 5));
  }

  @Test
  void halfOfASurrogatePairIsAStrayCharacter() {
    assertThat(codes(compile("\uD83D"))).containsExactly("TL0001");
  }

  @Test
  void diagnosticsOfAllFilesStandByPlace() {
    Compilation compilation =
        compile("event A { t timestamp @time a x b y }", "rule r { on B by k alert \"x\" }");
    assertThat(compilation.diagnostics().stream().map(d -> d.place().toString()))
        .containsExactly("f0.trip:1:31", "f0.trip:1:35", "f1.trip:1:13");
  }
}
