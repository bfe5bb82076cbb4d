package io.tripline.engine.match.manuals;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.match.manuals.Differences.Difference;
import io.tripline.engine.match.manuals.Manual.Example;
import io.tripline.engine.match.manuals.Manual.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/semantics-compared.md} is made of the examples that {@link ManualExamplesTest} runs.
 * With {@code -Dgolden.update=true} it is written anew.
 */
class ComparisonPageTest {
  private static final Path PAGE = Path.of("../docs/semantics-compared.md");

  @Test
  void thePageIsThatOfTheExamples() throws IOException {
    String page = page(ManualExamplesTest.manuals(), Differences.read());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    } else {
      assertThat(Files.readString(PAGE)).isEqualTo(page);
    }
  }

  @Test
  void everyDifferenceHasAnExampleAndAReason() throws IOException {
    List<String> used =
        examples(ManualExamplesTest.manuals()).stream()
            .map(Example::why)
            .filter(why -> why != null)
            .distinct()
            .toList();
    assertThat(Differences.read())
        .extracting(Difference::code)
        .containsExactlyInAnyOrderElementsOf(used);
  }

  private static List<Example> examples(List<Manual> manuals) {
    return manuals.stream()
        .flatMap(manual -> manual.sections().stream())
        .flatMap(section -> section.examples().stream())
        .toList();
  }

  private static String page(List<Manual> manuals, List<Difference> differences)
      throws IOException {
    List<Example> all = examples(manuals);
    long different = all.stream().filter(e -> e.why() != null).count();
    long ours =
        manuals.stream()
            .flatMap(manual -> manual.sections().stream())
            .filter(section -> section.cite().endsWith("the events are ours"))
            .mapToLong(section -> section.examples().size())
            .sum();
    StringBuilder page =
        new StringBuilder(
            "<!-- Written by ComparisonPageTest; its parts lie in cep-engine/%s. -->\n\n"
                .formatted(Manual.FOLDER));
    page.append(
        Files.readString(Manual.FOLDER.resolve("page.md"))
            .formatted(all.size(), all.size() - ours, all.size() - different, different));
    page.append("\n## Where they differ\n");
    for (Difference difference : differences) {
      page.append("\n### ").append(difference.title()).append("\n\n");
      page.append(difference.text()).append('\n');
    }
    Map<String, Difference> byCode =
        differences.stream().collect(Collectors.toMap(Difference::code, Function.identity()));
    for (Manual manual : manuals) {
      page.append("\n## ").append(manual.name()).append("\n\n").append(manual.cite()).append(".\n");
      manual.sections().forEach(section -> append(page, manual, section, byCode));
    }
    return page.toString();
  }

  private static void append(
      StringBuilder page, Manual manual, Section section, Map<String, Difference> differences) {
    List<Example> examples = section.examples();
    page.append("\n### ").append(section.title()).append("\n\n");
    page.append(section.cite()).append('.');
    boolean sameEvents = examples.stream().map(Example::events).distinct().count() == 1;
    String types =
        Arrays.stream(examples.getFirst().types().split("; "))
            .map(type -> type.replaceFirst("\\w+ = ", ""))
            .distinct()
            .collect(Collectors.joining("`, `"));
    if (sameEvents) {
      page.append(" Events: ").append(code(examples.getFirst().events())).append('.');
    }
    if (!types.isEmpty()) {
      page.append(" Types: `").append(types).append("`.");
    }
    if (!examples.getFirst().key().equals("none")) {
      page.append(" The rules are `by ").append(examples.getFirst().key()).append("`.");
    }
    page.append("\n\n");
    List<String> definitions =
        examples.stream().flatMap(e -> e.definitions().stream()).distinct().toList();
    if (!definitions.isEmpty()) {
      definitions.forEach(d -> page.append("    ").append(d).append('\n'));
      page.append('\n');
    }
    page.append("| ").append(manual.name()).append(" | Tripline | ");
    page.append(sameEvents ? "" : "events | ").append("matches |\n");
    page.append("| --- ".repeat(sameEvents ? 3 : 4)).append("|\n");
    for (Example example : examples) {
      String events = sameEvents ? "" : code(example.events()) + " | ";
      String[] operator = example.operator().split(" -- ");
      page.append("| ")
          .append(code(operator[0]))
          .append(operator.length > 1 ? " " + operator[1] : "");
      page.append(" | ").append(code(example.rule()));
      page.append(" | ").append(events).append(matches(example, differences.get(example.why())));
      page.append(" |\n");
      if (example.instead() != null) {
        page.append("| | instead: ").append(code(example.instead())).append(" | ");
        page.append(sameEvents ? "" : " | ").append(list(example.says())).append(" |\n");
      }
    }
  }

  private static String matches(Example example, @Nullable Difference difference) {
    if (difference == null || example.gives() == null) {
      return list(example.says());
    }
    return "there: %s<br>here: %s ([why](#%s))"
        .formatted(list(example.says()), list(example.gives()), difference.anchor());
  }

  private static String list(String matches) {
    return matches.equals("nothing") || matches.startsWith(ManualExamplesTest.ERROR)
        ? matches
        : Arrays.stream(matches.split(";"))
            .map(String::strip)
            .map(ComparisonPageTest::code)
            .collect(Collectors.joining(" · "));
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }
}
