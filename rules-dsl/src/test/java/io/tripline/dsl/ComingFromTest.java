package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The page for those who know another language: what stands in its last columns is Tripline. */
class ComingFromTest {
  private static final Path PAGE = Path.of("../docs/coming-from.md");
  private static final Path EVENTS = Path.of("src/test/resources/golden/cards.trip");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /** Words that are no piece of a rule. */
  private static final Set<String> WORDS = Set.of("@time");

  private static final String MORE =
      """
      event Refund { time timestamp @time card string amount decimal(2) }
      event CardCompromised { time timestamp @time card string }
      """;

  @TestFactory
  Stream<DynamicTest> everyPieceIsTripline() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(PAGE)) {
      String[] cells = line.split("(?<!\\\\)\\|");
      if (cells.length < 3 || cells[1].contains("---")) {
        continue;
      }
      Matcher code = CODE.matcher(cells[cells.length - 1].replace("\\|", "|"));
      while (code.find()) {
        String piece = code.group(1).replace('…', 'x');
        if (!WORDS.contains(piece)) {
          tests.add(DynamicTest.dynamicTest(piece, () -> compiles(piece)));
        }
      }
    }
    assertThat(tests).hasSizeGreaterThan(100);
    return tests.stream();
  }

  private static void compiles(String piece) throws IOException {
    List<SourceFile> files =
        List.of(
            new SourceFile("piece.trip", file(piece)),
            new SourceFile("events.trip", Files.readString(EVENTS) + MORE));
    Compilation compilation = RuleCompiler.compile(files);
    assertThat(compilation.hasErrors())
        .as(new DiagnosticPrinter(files).print(compilation.diagnostics()))
        .isFalse();
    if (piece.startsWith("pattern")) { // of patterns all can run
      assertThat(compilation.ruleSet()).as(piece).isNotNull();
    }
  }

  /** A file in which the piece stands where it belongs. */
  private static String file(String piece) {
    String word = piece.replaceFirst("\\W.*", "");
    return switch (word) {
      case "list", "table" -> piece;
      case "on" -> "rule r { " + piece + " alert \"x\" }";
      case "pattern" -> rule("by card", piece, "", define(piece, "b", "Payment"), "alert \"x\"");
      case "by" -> {
        String pattern = "pattern a -> b within 10m";
        String other = piece.contains("CardBlocked") ? "CardBlocked" : "Payment";
        yield rule(piece, pattern, "", define(pattern, "b", other), "alert \"x\"");
      }
      case "within" -> loop("pattern a{2,} -> b " + piece, "", "alert \"x\"");
      case "after" -> loop("pattern a{2,} -> b within 10m", piece, "alert \"x\"");
      case "alert", "emit" -> loop("pattern a{2,} -> b within 10m", "", piece);
      case "define" -> {
        String other = piece.startsWith("define a") ? "b" : "a";
        yield rule(
            "by card",
            "pattern a -> b within 10m",
            "",
            piece + "\n" + other + ": Payment",
            "alert \"x\"");
      }
      default ->
          piece.matches("[ab] (=>|->|~>|&) .*")
              ? file("pattern " + piece + " within 10m")
              : condition(piece);
    };
  }

  private static String condition(String piece) {
    boolean value = piece.endsWith(")") && piece.matches("\\w+\\([\\w.]+\\)");
    String condition = value ? piece + " is not null" : piece;
    String of = piece.startsWith("prev") ? "a" : "b";
    String other = of.equals("a") ? "b" : "a";
    String definitions =
        "define " + of + ": Payment where " + condition + "\n" + other + ": Payment";
    String list = piece.endsWith("in blocked") ? "list blocked of string\n" : "";
    String pattern = "pattern a{2,} -> b within 10m";
    return list + rule("by card", pattern, "", definitions, "alert \"x\"");
  }

  private static String loop(String pattern, String after, String alert) {
    return rule("by card", pattern, after, define(pattern, "b", "Payment"), alert);
  }

  /** Definitions of the variables of a pattern. */
  private static String define(String pattern, String special, String typeOfSpecial) {
    StringBuilder definitions = new StringBuilder("define");
    for (String variable : List.of("a", "b", "c", "n")) {
      if (pattern.matches("(?s).*\\b" + variable + "\\b.*")) {
        String type = variable.equals(special) ? typeOfSpecial : "Payment";
        definitions.append("\n").append(variable).append(": ").append(type);
        definitions.append(type.equals("Payment") ? " where amount > 1" : "");
      }
    }
    return definitions.toString();
  }

  private static String rule(String... clauses) {
    return "rule r {\n" + String.join("\n", clauses) + "\n}\n";
  }
}
