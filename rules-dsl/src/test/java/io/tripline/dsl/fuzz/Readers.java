package io.tripline.dsl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.format.Formatted;
import io.tripline.dsl.format.Formatter;
import io.tripline.dsl.ir.RuleSetPrinter;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.SourceTree;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

/** Everything that reads rule files, and what must hold whatever they say. */
final class Readers {
  private static final Pattern BLANKS = Pattern.compile("[\\s\uFEFF\u00A0]+");

  private final SplittableRandom random;

  /**
   * @param seed of the choices: what costs much is not done to every input
   */
  Readers(long seed) {
    this.random = new SplittableRandom(seed);
  }

  void readAll(String text) {
    List<SourceFile> files = List.of(new SourceFile("fuzz.trip", text));
    Compilation compilation = compiles(files);
    if (random.nextInt(16) == 0) {
      assertThat(RuleCompiler.compile(files).diagnostics()).isEqualTo(compilation.diagnostics());
    }
    if (random.nextInt(8) == 0) {
      formats(files.getFirst());
    }
    if (random.nextInt(16) == 0) {
      assertThat(withoutBlanks(RuleParser.concrete(files.getFirst(), new Diagnostics())))
          .isEqualTo(BLANKS.matcher(text).replaceAll(""));
    }
  }

  private static void places(String text, List<Diagnostic> diagnostics) {
    for (int i = 1; i < diagnostics.size(); i++) {
      if (diagnostics.get(i - 1).compareTo(diagnostics.get(i)) > 0) {
        throw new AssertionError("not sorted: " + diagnostics);
      }
    }
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    if (diagnostics.getLast().place().line() > lines) {
      throw new AssertionError("behind the end: " + diagnostics.getLast());
    }
  }

  /** What can be read is formatted, and what is formatted stays. */
  private static void formats(SourceFile file) {
    Formatted formatted = Formatter.format(file);
    if (formatted.text() != null) {
      assertThat(Formatter.format(new SourceFile(file.name(), formatted.text())).text())
          .isEqualTo(formatted.text());
    }
  }

  /** All that the concrete tree has of the text. */
  private static String withoutBlanks(SourceTree tree) {
    StringBuilder text = new StringBuilder();
    for (Leaf leaf : tree.leaves()) {
      leaf.leading().forEach(c -> text.append(c.text()));
      text.append(leaf.text());
      leaf.trailing().forEach(c -> text.append(c.text()));
    }
    return BLANKS.matcher(text).replaceAll("");
  }

  /** A rule set or errors; the places of what is said lie in the text. */
  private Compilation compiles(List<SourceFile> files) {
    Compilation compilation = RuleCompiler.compile(files);
    List<Diagnostic> diagnostics = compilation.diagnostics();
    if ((compilation.ruleSet() == null) != compilation.hasErrors()) {
      throw new AssertionError("no rules and no error, or both: " + diagnostics);
    }
    if (!diagnostics.isEmpty()) {
      places(files.getFirst().text(), diagnostics);
    }
    if (random.nextInt(4) == 0) {
      assertThat(new DiagnosticPrinter(files).print(diagnostics).isEmpty())
          .isEqualTo(diagnostics.isEmpty());
    }
    if (compilation.ruleSet() != null) {
      RuleSetPrinter.print(compilation.ruleSet());
    }
    return compilation;
  }
}
