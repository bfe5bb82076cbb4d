package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.ir.RuleSetPrinter;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

/** Whatever the text, the compiler gives a rule set or says why not, and never throws. */
class FuzzTest {
  private static final List<String> BASES =
      GoldenTest.cases(Path.of("src/test/resources/golden")).stream()
          .map(path -> GoldenTest.files(path))
          .map(files -> String.join("\n", files.stream().map(SourceFile::text).toList()))
          .filter(text -> text.length() < 6_000)
          .toList();

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "'",
          "\"",
          "`",
          "//",
          "/*",
          "*/",
          "///",
          "\n",
          "\t",
          " ",
          "->",
          "=>",
          "~>",
          "|",
          "&",
          "?",
          "*",
          "+",
          ",",
          ":",
          ".",
          "..",
          "@",
          "=",
          "==",
          "<",
          "-",
          "rule",
          "event",
          "test",
          "list",
          "table",
          "feature",
          "pattern",
          "define",
          "where",
          "by",
          "on",
          "when",
          "alert",
          "after",
          "match",
          "skip",
          "to",
          "first",
          "last",
          "limit",
          "within",
          "not",
          "and",
          "or",
          "case",
          "then",
          "end",
          "over",
          "prev",
          "count",
          "avg",
          "none",
          "until",
          "greedy",
          "any",
          "consecutive",
          "param",
          "score",
          "with",
          "once",
          "per",
          "a",
          "b",
          "card",
          "Payment",
          "amount",
          "ECOM",
          "10m",
          "2.50",
          "12",
          "1.5h",
          "999999999999999999999",
          "900 km/h",
          "{amount:0.00}",
          "\u0000",
          "\uD83D\uDE00",
          "\uD83D",
          "\uFEFF",
          "é",
          "§");

  /** Deletes a stretch of a text and puts something in its place. */
  record Edit(int at, int length, String piece) {
    String apply(String text) {
      int start = Math.floorMod(at, text.length() + 1);
      int end = Math.min(text.length(), start + length);
      return text.substring(0, start) + piece + text.substring(end);
    }
  }

  @Provide
  Arbitrary<List<Edit>> edits() {
    Arbitrary<Integer> at = Arbitraries.integers().between(0, 100_000).withoutEdgeCases();
    Arbitrary<Integer> length =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 12)),
            Tuple.of(1, Arbitraries.integers().between(0, 400)));
    Arbitrary<String> piece =
        Arbitraries.oneOf(
            Arbitraries.of(PIECES),
            Arbitraries.of(PIECES).map(p -> " " + p + " "),
            Arbitraries.just(""));
    return Combinators.combine(at, length, piece).as(Edit::new).list().ofMinSize(1).ofMaxSize(6);
  }

  @Provide
  Arbitrary<String> bases() {
    return Arbitraries.of(BASES);
  }

  @Provide
  Arbitrary<String> soup() {
    return Arbitraries.of(PIECES).list().ofMaxSize(120).map(pieces -> String.join(" ", pieces));
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.BOUNDED)
  void editedRulesNeverThrow(@ForAll("bases") String base, @ForAll("edits") List<Edit> edits) {
    String text = base;
    for (Edit edit : edits) {
      text = edit.apply(text);
    }
    check(text);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void soupNeverThrows(@ForAll("soup") String text) {
    check(text);
    check("rule r { " + text);
  }

  @Property(tries = 300, shrinking = ShrinkingMode.BOUNDED)
  void anyTextNeverThrows(@ForAll String text) {
    check(text);
    check("event A { t timestamp @time } rule r { on A by none alert \"" + text + "\" }");
  }

  private static void check(String text) {
    List<SourceFile> files = List.of(new SourceFile("fuzz.trip", text));
    Compilation compilation = RuleCompiler.compile(files);
    List<Diagnostic> diagnostics = compilation.diagnostics();
    assertThat(compilation.ruleSet() == null).isEqualTo(compilation.hasErrors());
    assertThat(diagnostics).isSorted();
    new DiagnosticPrinter(files).print(diagnostics);
    if (compilation.ruleSet() != null) {
      RuleSetPrinter.print(compilation.ruleSet());
    }
    assertThat(RuleCompiler.compile(files).diagnostics()).isEqualTo(diagnostics);
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    for (Diagnostic diagnostic : diagnostics) {
      assertThat((long) diagnostic.place().line()).isLessThanOrEqualTo(lines);
    }
  }
}
