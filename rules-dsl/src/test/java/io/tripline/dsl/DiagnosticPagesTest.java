package io.tripline.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.diagnostic.DiagnosticPrinter;
import io.tripline.dsl.diagnostic.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every code has a page in {@code docs/diagnostics}, made of what lies in {@code
 * golden/codes/TL0123}: the prose of {@code page.md}; {@code wrong.trip}, about which this code is
 * reported and no other; {@code right.trip}, about which nothing is. Both are compiled together
 * with {@code cards.trip}.
 *
 * <p>{@code mvn -pl rules-dsl test -Dtest=DiagnosticPagesTest -Dgolden.update=true} writes the
 * pages anew.
 */
class DiagnosticPagesTest {
  private static final Path CASES = GoldenTest.ROOT.resolve("codes");
  private static final Path PAGES = Path.of("../docs/diagnostics");
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  /** Examples that are too large to lie in a file. */
  private static final Map<Code, SourceFile> MADE =
      Map.of(Code.TOO_LARGE, tooLarge(), Code.LARGE_TEST, tooManyEvents());

  /** Of a longer example, a page shows the beginning and the end. */
  private static final int LONGEST_EXAMPLE = 40;

  private static final int SHOWN_OF_LONGER = 12;

  @TestFactory
  Stream<DynamicTest> codes() {
    return Stream.of(Code.values())
        .map(code -> DynamicTest.dynamicTest(code.id(), () -> check(code)));
  }

  private static void check(Code code) throws IOException {
    List<SourceFile> wrong = example(code, "wrong.trip");
    List<SourceFile> right = example(code, "right.trip");
    List<Diagnostic> said = said(wrong);
    assertThat(said).extracting(Diagnostic::code).isNotEmpty().containsOnly(code.id());
    assertThat(new DiagnosticPrinter(right).print(said(right))).isEmpty();
    String prose = Files.readString(CASES.resolve(code.id()).resolve("page.md"));
    assertThat(prose.split("[.:?]\\s")).as("sentences").hasSizeBetween(2, 8);
    holds(
        code.id() + ".md",
        """
        <!-- Written by DiagnosticPagesTest; its parts lie in %s. -->

        # %s: %s

        %s · [all diagnostics](README.md) · [the event types](README.md#the-event-types-of-the-examples) of the examples

        %s
        ## Wrong

        %s
        `check` says:

        ```text
        %s
        ```

        ## Right

        %s\
        """
            .formatted(
                "rules-dsl/" + CASES.resolve(code.id()),
                code.id(),
                code.explanation(),
                code.severity() == Severity.ERROR ? "Error" : "Warning",
                prose,
                block(wrong.getFirst().text()),
                new DiagnosticPrinter(wrong).print(said).strip(),
                block(right.getFirst().text())));
  }

  @Test
  void indexListsThemAll() throws IOException {
    StringBuilder index = new StringBuilder(Files.readString(CASES.resolve("index.md")));
    for (Code.Group group : Code.Group.values()) {
      index.append("\n## ").append(group.title()).append("\n\n| code | | |\n| --- | --- | --- |\n");
      for (Code code : Code.values()) {
        if (code.group() == group) {
          index.append(
              "| [%1$s](%1$s.md) | %2$s | %3$s |\n"
                  .formatted(code.id(), code.severity(), code.explanation()));
        }
      }
    }
    index.append("\n## The event types of the examples\n\n");
    index.append(block(Files.readString(GoldenTest.CARDS)));
    holds("README.md", index.toString());
  }

  @Test
  void nothingIsLeftOver() throws IOException {
    List<String> codes = Stream.of(Code.values()).map(Code::id).toList();
    assertThat(names(CASES)).filteredOn(name -> !name.equals("index.md")).isEqualTo(codes);
    List<String> pages = new ArrayList<>(codes.stream().map(id -> id + ".md").toList());
    pages.addFirst("README.md");
    if (UPDATE) {
      for (String page : names(PAGES)) {
        if (!pages.contains(page)) {
          Files.delete(PAGES.resolve(page));
        }
      }
    } else {
      assertThat(names(PAGES)).isEqualTo(pages);
    }
  }

  @Test
  void codesAreUniqueAndInOrder() {
    assertThat(Stream.of(Code.values()).map(Code::id)).doesNotHaveDuplicates().isSorted();
  }

  // ---- parts of a page

  private static List<Diagnostic> said(List<SourceFile> files) {
    return RuleCompiler.compile(files).diagnostics();
  }

  private static List<SourceFile> example(Code code, String name) throws IOException {
    if (name.equals("wrong.trip") && MADE.containsKey(code)) {
      String cards = Files.readString(GoldenTest.CARDS);
      return List.of(MADE.get(code), new SourceFile("cards.trip", cards));
    }
    return GoldenTest.files(CASES.resolve(code.id()).resolve(name));
  }

  private static SourceFile tooLarge() {
    StringBuilder rules = new StringBuilder();
    for (int i = 1; rules.length() <= 4_000_000; i++) {
      rules.append(
          """
          rule large_payment_%1$d {
            on Payment by card
            when mcc = %1$d and amount > 5000
            alert "{amount:0.00} {currency} at {merchant}"
          }
          """
              .formatted(i));
    }
    return new SourceFile("wrong.trip", rules.toString());
  }

  private static SourceFile tooManyEvents() {
    String rows = "  | 10:00 | c1 | 1.00 |\n".repeat(10_001);
    return new SourceFile(
        "wrong.trip",
        """
        rule large {
          on Payment by card
          when amount > 500.00
          alert "{amount} at {merchant}"
        }
        test large "small amounts" {
          Payment { time, card, amount }
        """
            + rows
            + """
              expect no alert
            }
            """);
  }

  private static String block(String text) {
    List<String> lines = text.strip().lines().toList();
    if (lines.size() > LONGEST_EXAMPLE) {
      int shown = SHOWN_OF_LONGER / 2;
      List<String> parts = new ArrayList<>(lines.subList(0, shown));
      parts.add("… %,d lines like these …".formatted(lines.size() - 2 * shown));
      parts.addAll(lines.subList(lines.size() - shown, lines.size()));
      lines = parts;
    }
    return "```trip\n" + String.join("\n", lines) + "\n```\n";
  }

  private static void holds(String page, String expected) throws IOException {
    Path path = PAGES.resolve(page);
    if (UPDATE) {
      Files.writeString(path, expected);
    } else {
      assertThat(path).exists();
      assertThat(Files.readString(path)).isEqualTo(expected);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
