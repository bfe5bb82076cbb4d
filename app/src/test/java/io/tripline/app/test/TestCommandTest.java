package io.tripline.app.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class TestCommandTest {
  private static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string
        amount  decimal(2)
      }
      rule large { on Payment by card when amount > 100 alert "large" score 60 }
      rule pair {
        by card
        pattern a -> b  within 10m
        define
          a: Payment where amount < 5
          b: Payment where amount > 50
        alert "pair"
      }
      """;

  private static final String FINE =
      """
      test large "Über dem Limit" {
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 | 100.01 |
        expect alert large for c1 at p1
      }
      test pair "a small one first" {
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 |  1.00 |
        | p2 | 10:10 | c1 | 60.00 |
        expect alert pair { a = p1, b = p2 }
        expect no other alert
      }
      test large {
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 | 100.00 |
        expect no alert
      }
      """;

  private static final String WRONG =
      """
      test pair 'not \\u0001 <small> & "quoted" 🙂' {
        Payment { id, time, card, amount }
        | p1 | 10:00 | c1 |  1.00 |
        | p2 | 10:10 | c1 | 50.00 |
        expect alert pair for c1 at p2
      }
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** What a command printed, with every duration as {@code T}. */
  private static String timeless(String text) {
    return text.replaceAll("\\d+\\.\\d+ (m?s)", "T $1");
  }

  @Test
  void testsThatPass() throws IOException {
    write("rules.trip", RULES);
    write("tests.trip", FINE);
    CommandRun run = CommandRun.of("test", folder);
    assertThat(timeless(run.out()))
        .isEqualTo(
            """
            ok       large: Über dem Limit  (T ms)
            ok       pair: a small one first  (T ms)
            ok       large: test at line 13  (T ms)
            """);
    assertThat(timeless(run.err())).isEqualTo("3 tests: 3 passed (T s)\n");
    assertThat(run.code()).isEqualTo(ExitCode.FINE);
  }

  @Test
  void aTestThatFailsSaysWhy() throws IOException {
    Path file =
        write("rules.trip", RULES + WRONG.replaceAll("'not.*' \\{", "\"look-alike\" {") + FINE);
    CommandRun run = CommandRun.of("test", file, "--rule", "pair");
    assertThat(timeless(run.out()))
        .isEqualTo(
            """
            FAILED   pair: look-alike  (T ms)
                     %s:20:3: the alert of `pair` did not come
                       furthest: a = p1
                       next:     `b`
                       nearest:  p2 is not `b`: amount > 50 is false
                                   amount = 50.00
                       end:      `within 10m` was over at 2026-01-01T10:10:00Z
            ok       pair: a small one first  (T ms)
            """
                .formatted(file));
    assertThat(timeless(run.err())).isEqualTo("2 tests: 1 passed, 1 failed (T s)\n");
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void testsAreSelected() throws IOException {
    Path file = write("rules.trip", RULES + FINE);
    assertThat(CommandRun.of("test", file, "--rule", "large").out().lines()).hasSize(2);
    assertThat(CommandRun.of("test", file, "--rule", "large", "--rule", "pair").out().lines())
        .hasSize(3);
    assertThat(CommandRun.of("test", file, "--filter", "über").out()).contains("Über dem Limit");
    assertThat(CommandRun.of("test", file, "--filter", "über").out().lines()).hasSize(1);
  }

  @Test
  void wrongUse() throws IOException {
    Path tested = write("tested.trip", RULES + FINE);
    Path untested = write("untested.trip", RULES);
    assertWrongUse(CommandRun.of("test", untested), "there is no test in " + untested);
    assertWrongUse(CommandRun.of("test", tested, "--rule", "larg"), "did you mean `large`?");
    assertWrongUse(CommandRun.of("test", tested, "--filter", "nothing"), "none is selected");
    assertWrongUse(CommandRun.of("test", folder.resolve("missing")), "missing");
    assertWrongUse(CommandRun.of("test", tested, "--junit", folder), "is a folder");
    assertWrongUse(CommandRun.of("test"), "PATH");
  }

  private static void assertWrongUse(CommandRun run, String said) {
    assertThat(run.err()).contains(said).doesNotContain("Exception");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.WRONG_USE);
  }

  @Test
  void rulesWithErrorsAreNotTested() throws IOException {
    CommandRun run = CommandRun.of("test", write("a.trip", RULES + FINE.replace("at p1", "at p9")));
    assertThat(run.err()).contains("error TL0606").contains("1 error");
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void jsonIsAnObjectALine() throws IOException {
    Path file = write("rules.trip", RULES + WRONG + FINE);
    CommandRun run = CommandRun.of("test", file, "--json");
    List<JsonNode> lines = run.out().lines().map(new ObjectMapper()::readTree).toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.getFirst().propertyNames())
        .containsExactly(
            "rule", "test", "file", "line", "column", "outcome", "millis", "differences");
    assertThat(lines.getFirst().get("outcome").stringValue()).isEqualTo("failed");
    JsonNode difference = lines.getFirst().get("differences").get(0);
    assertThat(difference.propertyNames())
        .containsExactly("kind", "file", "line", "column", "summary", "details");
    assertThat(difference.get("kind").stringValue()).isEqualTo("missing");
    assertThat(difference.get("line").intValue()).isEqualTo(20);
    assertThat(lines.get(3).get("test").isNull()).isTrue();
    assertThat(lines.get(3).get("differences")).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void junitReportsAreValid() throws Exception {
    String odd = WRONG.replace("\\u0001", "\u0001");
    Path file = write("rules.trip", RULES + odd + FINE);
    Path xml = folder.resolve("report.xml");
    CommandRun run = CommandRun.of("test", file, "--junit", xml);
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    try (InputStream schema = TestCommandTest.class.getResourceAsStream("junit.xsd")) {
      SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
          .newSchema(new StreamSource(Objects.requireNonNull(schema)))
          .newValidator()
          .validate(new StreamSource(xml.toFile()));
    }
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(xml.toFile());
    Element root = document.getDocumentElement();
    assertThat(root.getAttribute("tests")).isEqualTo("4");
    assertThat(root.getAttribute("failures")).isEqualTo("1");
    assertThat(document.getElementsByTagName("testsuite").getLength()).isEqualTo(2);
    Element failed = (Element) document.getElementsByTagName("testcase").item(0);
    assertThat(failed.getAttribute("name")).isEqualTo("not \uFFFD <small> & \"quoted\" 🙂");
    assertThat(failed.getAttribute("classname")).isEqualTo("pair");
    assertThat(failed.getTextContent())
        .startsWith(file + ":20:3: the alert of `pair` did not come\n  furthest: a = p1\n")
        .contains("amount > 50 is false");
    assertThat(Files.list(folder)).as("nothing else is left").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"examples/demo", "examples/handbook", "examples/profiles", "examples/timing"})
  void everyRuleOfTheExamplesIsTestedForBothWays(String examples) throws IOException {
    CommandRun run = CommandRun.of("test", Repository.path(examples));
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FINE);
    try (var files = Files.walk(Repository.path(examples))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".trip")).toList()) {
        String text = Files.readString(file);
        Matcher rule = Pattern.compile("(?m)^rule (\\w+)").matcher(text);
        while (rule.find()) {
          String name = rule.group(1);
          assertThat(text)
              .as("tests of " + name)
              .contains("test " + name + " ")
              .contains("expect alert " + name + " ")
              .containsPattern("expect no (other )?alert");
        }
      }
    }
  }

  @Test
  void theExampleOfTheLanguageReferencePasses() throws IOException {
    String page = Files.readString(Repository.path("docs/language.md"));
    String section = page.substring(page.indexOf("\n## Tests\n"));
    Matcher example = Pattern.compile("(?s)```trip\n(.*?)```").matcher(section);
    assertThat(example.find()).isTrue();
    Path events = Repository.path("rules-dsl/src/test/resources/golden/cards.trip");
    CommandRun run = CommandRun.of("test", write("example.trip", example.group(1)), events);
    assertThat(timeless(run.err())).isEqualTo("1 test: 1 passed (T s)\n");
  }
}
