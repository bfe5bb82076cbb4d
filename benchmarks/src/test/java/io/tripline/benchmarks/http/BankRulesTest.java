package io.tripline.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.Compilation;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import io.tripline.dsl.ir.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BankRulesTest {
  @TempDir private Path folder;

  @Test
  void theyAreFiftyAndHalfOfThemDecide() throws Exception {
    BankRules.write(Path.of(".."), folder);

    List<Rule> rules = compiled();

    assertThat(rules).hasSize(BankRules.COUNT);
    assertThat(rules.stream().filter(rule -> rule.decision() != null).count())
        .isGreaterThanOrEqualTo(BankRules.COUNT / 2);
    assertThat(rules).extracting(Rule::name).contains("account_takeover", "spree_6051");
  }

  private List<Rule> compiled() throws Exception {
    List<SourceFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.sorted().toList()) {
        files.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
      }
    }
    Compilation compilation = RuleCompiler.compile(files);
    assertThat(compilation.diagnostics()).isEmpty();
    return Objects.requireNonNull(compilation.ruleSet()).rules();
  }
}
