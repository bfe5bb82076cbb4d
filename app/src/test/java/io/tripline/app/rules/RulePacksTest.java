package io.tripline.app.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.dsl.ir.RuleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that are shipped: right, explained, and tested both ways. */
final class RulePacksTest {
  private static final Path PACKS = Repository.path("rules");

  private static Compilation compiled() throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> paths = Files.list(PACKS)) {
      for (Path path : paths.filter(p -> p.toString().endsWith(".trip")).sorted().toList()) {
        files.add(new SourceFile(path.getFileName().toString(), Files.readString(path)));
      }
    }
    return RuleCompiler.compile(files);
  }

  private static RuleSet ruleSet() throws IOException {
    return Objects.requireNonNull(compiled().ruleSet());
  }

  @Test
  void nothingIsWrongWithThem() throws IOException {
    assertThat(compiled().diagnostics()).isEmpty();
    assertThat(ruleSet().rules()).hasSizeGreaterThanOrEqualTo(15);
  }

  @Test
  void eachSaysWhyItIsAsItIs() throws IOException {
    for (Rule rule : ruleSet().rules()) {
      assertThat(rule.title()).as(rule.name()).isNotBlank();
      assertThat(rule.tags()).as(rule.name()).isNotEmpty();
      assertThat(rule.doc())
          .as(rule.name())
          .contains("**Why these values.**", "**False positives.**", "**What to tune.**");
    }
    String readme = Files.readString(PACKS.resolve("README.md"));
    assertThat(ruleSet().rules())
        .allSatisfy(rule -> assertThat(readme).contains("| `" + rule.name() + "` |"));
  }

  @Test
  void eachHasATestWithAnAlertAndOneWithout() throws IOException {
    List<RuleTest> tests = ruleSet().tests();
    for (Rule rule : ruleSet().rules()) {
      List<RuleTest> own = tests.stream().filter(t -> t.rule().equals(rule.name())).toList();
      assertThat(own).as(rule.name()).anyMatch(t -> !t.expected().isEmpty());
      assertThat(own)
          .as(rule.name())
          .anyMatch(t -> t.expected().isEmpty() && t.others() == RuleTest.Others.NONE);
    }
  }

  @Test
  void theirTestsPass() throws IOException {
    CommandRun run = CommandRun.of("test", PACKS);
    assertThat(run.out()).contains("ok ").doesNotContain("FAILED");
    if (compiled().diagnostics().isEmpty()) {
      assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FINE);
    }
  }
}
