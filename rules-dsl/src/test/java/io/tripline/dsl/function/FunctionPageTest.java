package io.tripline.dsl.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/functions.md} is made of {@code golden/functions.md} and the declarations. With
 * {@code -Dgolden.update=true} it is written anew. Its examples are run by the engine's {@code
 * ReferenceExamplesTest}.
 */
class FunctionPageTest {
  private static final Path BEGINNING = Path.of("src/test/resources/golden/functions.md");
  private static final Path PAGE = Path.of("../docs/functions.md");

  @Test
  void thePageIsThatOfTheDeclarations() throws IOException {
    StringBuilder page =
        new StringBuilder(
            "<!-- Written by FunctionPageTest of the declarations in io.tripline.dsl.function."
                + " -->\n\n");
    page.append(Files.readString(BEGINNING));
    for (FunctionGroup group : FunctionGroup.values()) {
      page.append("\n## ").append(group.title()).append("\n\n");
      page.append(group.introduction()).append('\n');
      Functions.all().stream().filter(f -> f.group() == group).forEach(f -> append(page, f));
    }
    page.append(
        """

        ## Aggregates

        A value over the events of one variable v; x is a field of it, or an expression of its fields. In the condition of v itself, an
        aggregate covers the events bound before the one that is tested. Before `over` an aggregate is one over a window w, and x
        needs no variable.
        """);
    AggregateFunction.all().forEach(a -> append(page, a));
    append(page, new Prev());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, page);
    } else {
      assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }
  }

  private static boolean standsInConditionsOnly(Documented entry) {
    return entry instanceof Prev || entry instanceof AggregateFunction a && a.isWindowOnly();
  }

  private static void append(StringBuilder page, Documented entry) {
    page.append("\n### `").append(entry.name()).append("`\n\n");
    page.append("    ").append(entry.typedSignature()).append("\n\n");
    page.append(entry.doc()).append("\n\n");
    if (entry instanceof AggregateFunction aggregate) {
      item(page, "Of", aggregate.takes());
    }
    item(page, "Gives", entry.gives());
    entry.notes().forEach(note -> page.append("- ").append(note).append('\n'));
    page.append("- ").append(entry.nulls()).append('\n');
    if (entry.errors() != null) {
      item(page, "Run-time error", entry.errors());
    }
    if (!entry.examples().isEmpty()) {
      page.append("\n| example | value |\n| --- | --- |\n");
      for (Documented.Example example : entry.examples()) {
        page.append("| `%s` | `%s` |\n".formatted(example.call(), example.value()));
      }
    }
  }

  private static void item(StringBuilder page, String what, String text) {
    page.append("- ").append(what).append(": ").append(text);
    page.append(text.endsWith(".") ? "\n" : ".\n");
  }

  @Test
  void allAreDocumented() {
    List<Documented> all = Functions.documented();
    assertThat(all).extracting(Documented::name).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            entry -> {
              assertThat(entry.doc()).matches("[A-Z].*\\.");
              assertThat(entry.nulls()).matches("[A-Z0-9].*\\.");
              assertThat(entry.notes()).allMatch(note -> note.endsWith("."));
              assertThat(entry.typedSignature()).startsWith(entry.name() + "(");
              assertThat(entry.examples().isEmpty()).isEqualTo(standsInConditionsOnly(entry));
              assertThat(entry.examples())
                  .allMatch(example -> example.call().contains(entry.name() + "("));
            });
    assertThat(Functions.all()).allSatisfy(f -> assertThat(Functions.find(f.name())).contains(f));
    assertThat(Functions.find("nothing")).isEmpty();
  }
}
