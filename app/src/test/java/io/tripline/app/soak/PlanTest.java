package io.tripline.app.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.demo.DemoRules;
import io.tripline.dsl.RuleCompiler;
import io.tripline.dsl.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class PlanTest {
  private static Plan plan(long seed) throws IOException {
    return new Plan(DemoRules.read().text(), 1_000, seed);
  }

  @Test
  void theSameSeedGivesTheSamePlan() throws IOException {
    assertThat(plan(7).events()).isEqualTo(plan(7).events()).hasSize(1_000);
    assertThat(plan(7).changes()).isEqualTo(plan(7).changes());
    assertThat(plan(8).changes()).isNotEqualTo(plan(7).changes());
  }

  @Test
  void allRulesThatAreDeployedAreRight() throws IOException {
    List<Change> changes = new ArrayList<>();
    for (long seed : LongStream.range(0, 20).toArray()) {
      changes.addAll(plan(seed).changes());
    }
    List<Change> deployments = changes.stream().filter(Change::isDeployment).toList();
    assertThat(deployments).hasSizeBetween(40, 180);
    assertThat(deployments.stream().map(Change::body).distinct()).hasSizeGreaterThan(5);
    for (Change each : deployments) {
      var compiled = RuleCompiler.compile(List.of(new SourceFile("t.trip", each.body())));
      assertThat(compiled.ruleSet()).as(each.body()).isNotNull();
    }
    assertThat(changes.stream().map(Change::body))
        .contains("{\"mode\": \"shadow\"}", "{\"mode\": \"live\"}");
    assertThat(changes.stream().map(Change::path)).anyMatch(path -> path.endsWith("/pause"));
    assertThat(changes.stream().map(Change::path)).anyMatch(path -> path.endsWith("?start=warm"));
  }

  @Test
  void changesHavePlacesOfTheirOwnAndVersionsRise() throws IOException {
    List<Change> changes = plan(3).changes();
    assertThat(changes.stream().map(Change::at)).isSorted().doesNotHaveDuplicates();
    assertThat(changes.stream().filter(Change::isDeployment).map(Change::version))
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith(1);
  }
}
