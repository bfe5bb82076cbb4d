package io.tripline.dsl.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleTextTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final String USES = "// uses: ";

  /** Written out and read again, every rule of the golden cases and the examples is the same. */
  @TestFactory
  Stream<DynamicTest> whatIsWrittenReadsTheSame() {
    List<Path> files =
        Stream.of(GOLDEN, Path.of("../examples"))
            .flatMap(RuleTextTest::walk)
            .filter(p -> p.toString().endsWith(".trip"))
            .toList();
    assertThat(files).hasSizeGreaterThan(100);
    return files.stream()
        .map(p -> DynamicTest.dynamicTest(p.toString(), p.toUri(), () -> readsTheSame(p)));
  }

  private static void readsTheSame(Path path) {
    List<SourceFile> files = files(path);
    RuleSet rules = RuleCompiler.compile(files).ruleSet();
    assumeTrue(rules != null, "the file has errors");
    StringBuilder again = new StringBuilder();
    rules.rules().forEach(rule -> again.append(written(rule)));
    List<SourceFile> all = new ArrayList<>(files);
    all.add(new SourceFile("again.trip", again.toString()));
    Compilation compilation = RuleCompiler.compile(all);
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "\n" + again).isFalse();
    for (Rule rule : rules.rules()) {
      Rule copy =
          compilation.ruleSet().rules().stream()
              .filter(r -> r.name().equals(rule.name() + "_again"))
              .findFirst()
              .orElseThrow();
      assertThat(essence(copy)).as(again.toString()).isEqualTo(essence(rule));
    }
  }

  private static String written(Rule rule) {
    return "rule %s_again {\n  %s\n  pattern %s\n  define\n%s  after match %s\n  alert \"\"\n}\n"
        .formatted(
            rule.name(),
            RuleText.key(rule),
            RuleText.pattern(rule),
            rule.variables().stream()
                .map(v -> "    " + ExprText.name(v.name()) + ": " + RuleText.definition(rule, v))
                .collect(Collectors.joining("\n", "", "\n")),
            RuleText.skip(rule));
  }

  /** What is compared: key, pattern, variables with their conditions, and skip. */
  private static String essence(Rule rule) {
    Matcher lines =
        Pattern.compile("(?s)  by .*?after match [^\n]*").matcher(RuleSetPrinter.print(rule));
    assertThat(lines.find()).isTrue();
    return lines.group();
  }

  /** As an author writes it: nothing but what is needed. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 1 and (b = 2 or c = 3)",
        "(a + b) * c - (d - (e - f)) > -2",
        "not (a = 1 and b = 2) or not c = 3",
        "a between 1 and 2 and b not between 1 and 2 and b not in (1, 2)",
        "a >= 1 and a <= 2",
        "s not like 'it''s\\_%' and s matches '^\"x' and s is not null",
        "case when a = 1 then 2 else 3 end < greatest(a, b)",
        "x < 2.50 and x > 2",
        "kind = `end` or kind = POS",
        "t > timestamp '2026-01-31T10:00:00Z' and t - u < 90s",
        "ip = '10.0.0.1' and in_network(ip, '10.0.0.0/8')",
        "distance(p, q) > 900 km and distance(p, q) < 2 mi | distance(p, q) > 900 km and"
            + " distance(p, q) < 3.218688 km",
        "speed(p, t, q, u) > 50 mph | speed(p, t, q, u) > 80.4672 km/h",
        "flag and not flag or coalesce(a, 0) = 1",
        "-a < -1",
        "y > 1.5 and y > a"
      })
  void expressions(String line) {
    String[] parts = line.split(" \\| ");
    String written = parts[0];
    String source =
        """
        event E { t timestamp @time
        u timestamp
        a int
        b int
        c int
        d int
        e int
        f int
        s string?
        x decimal(2)
        y double
        kind enum(POS, `end`)
        flag bool
        ip ip
        p geo
        q geo }
        rule r { by none pattern v define v: E where %s
        alert "" }
        """
            .formatted(written);
    Compilation compilation = RuleCompiler.compile(List.of(new SourceFile("r.trip", source)));
    assertThat(compilation.hasErrors()).as(compilation.diagnostics() + "").isFalse();
    Rule rule = compilation.ruleSet().rules().getFirst();
    Variable variable = rule.variables().getFirst();
    assertThat(ExprText.ofCondition(rule, variable).of(variable.condition()))
        .isEqualTo(parts[parts.length - 1]);
  }

  @Test
  void reservedWordsAreThoseOfTheGrammar() throws IOException {
    String grammar =
        Files.readString(Path.of("src/main/antlr4/io/tripline/dsl/parser/Tripline.g4"));
    Matcher block = Pattern.compile("(?s)// Reserved words\\.\n(.*?)\n\n").matcher(grammar);
    assertThat(block.find()).isTrue();
    assertThat(block.group(1).lines().map(line -> line.replaceAll("^[^']*'([^']*)'.*", "$1")))
        .containsExactlyInAnyOrderElementsOf(ReservedWords.ALL);
  }

  private static List<SourceFile> files(Path path) {
    SourceFile file = read(path);
    List<SourceFile> files = new ArrayList<>(List.of(file));
    if (file.text().startsWith(USES)) {
      String used = file.text().lines().findFirst().orElseThrow().substring(USES.length());
      files.add(read(GOLDEN.resolve(used.strip())));
    } else if (path.startsWith("../examples/demo") && !path.endsWith("events.trip")) {
      files.add(read(Path.of("../examples/demo/events.trip")));
    }
    return files;
  }

  private static SourceFile read(Path path) {
    try {
      return new SourceFile(path.getFileName().toString(), Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
