package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.function.AggregateFunction;
import io.tripline.dsl.function.Documented;
import io.tripline.dsl.function.FunctionGroup;
import io.tripline.dsl.function.Functions;
import io.tripline.dsl.function.Prev;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The reference page: its examples compile, and its list of functions is that of the registry. With
 * {@code -Dgolden.update=true} the list is written anew.
 */
class LanguageReferenceTest {
  private static final Path PAGE = Path.of("../docs/language.md");
  private static final Path GRAMMAR = Path.of("src/main/antlr4/io/tripline/dsl/parser/Tripline.g4");
  private static final Path EVENTS = Path.of("src/test/resources/golden/cards.trip");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```trip\n(.*?)```");

  @TestFactory
  Stream<DynamicTest> examplesCompile() throws IOException {
    SourceFile events = new SourceFile("events.trip", Files.readString(EVENTS));
    List<DynamicTest> tests = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(Files.readString(PAGE));
    while (example.find()) {
      List<SourceFile> files = List.of(new SourceFile("example.trip", example.group(1)), events);
      String name = example.group(1).lines().findFirst().orElse("");
      tests.add(DynamicTest.dynamicTest(name, () -> compiles(files)));
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests.stream();
  }

  private static void compiles(List<SourceFile> files) {
    List<Diagnostic> said = RuleCompiler.compile(files).diagnostics();
    assertThat(new DiagnosticPrinter(files).print(said)).isEmpty();
  }

  @Test
  void functionsAreThoseOfTheRegistry() throws IOException {
    String page = Files.readString(PAGE);
    String expected = put(page, "functions", functions());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, expected);
    } else {
      assertThat(page).isEqualTo(expected);
    }
  }

  @Test
  void reservedWordsAreThoseOfTheGrammar() throws IOException {
    Matcher block =
        Pattern.compile("(?s)// Reserved words\\.\n(.*?)\n\n").matcher(Files.readString(GRAMMAR));
    assertThat(block.find()).isTrue();
    List<String> words =
        block.group(1).lines().map(line -> line.replaceAll(".*'(.*)'.*", "$1")).toList();
    String page = Files.readString(PAGE);
    String list = page.substring(page.indexOf("Reserved words are"), page.indexOf("One of them"));
    assertThat(list.substring("Reserved words are".length()).strip().split("\\s+"))
        .containsExactlyElementsOf(words);
  }

  private static String put(String page, String table, String content) {
    String start = "<!-- " + table + ": written by LanguageReferenceTest -->\n";
    String end = "<!-- end of " + table + " -->";
    int from = page.indexOf(start) + start.length();
    return page.substring(0, from) + content + page.substring(page.indexOf(end));
  }

  private static String functions() {
    StringBuilder table = new StringBuilder("| | |\n| --- | --- |\n");
    for (FunctionGroup group : FunctionGroup.values()) {
      row(table, group.title(), Functions.all().stream().filter(f -> f.group() == group));
    }
    row(table, "Aggregates", AggregateFunction.all().stream());
    row(table, "In the condition of a repeated variable", Stream.of(new Prev()));
    return table.toString();
  }

  private static void row(
      StringBuilder table, String title, Stream<? extends Documented> functions) {
    String signatures =
        functions
            .map(f -> "[`%s`](functions.md#%s)".formatted(f.signature(), f.name()))
            .collect(Collectors.joining(" · "));
    table.append("| ").append(title).append(" | ").append(signatures).append(" |\n");
  }
}
