package io.tripline.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard, the alert rules and the collector's configuration. */
final class MonitoringTest {
  private static final Pattern IN_TEXT = Pattern.compile("\\{\\{ *\\$labels\\.(\\w+) *}}");
  private static final Pattern IN_LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern DURATION = Pattern.compile("[1-9]\\d*[smh]");

  static Object yaml(String path) throws IOException {
    return new Load(LoadSettings.builder().setLabel(path).build())
        .loadFromString(Files.readString(Repository.path(path)));
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> map(Object value) {
    assertThat(value).isInstanceOf(Map.class);
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  static List<Object> list(Object value) {
    assertThat(value).isInstanceOf(List.class);
    return (List<Object>) value;
  }

  @Test
  void eachAlertRuleIsWholeAndAsksForWhatThereIs() throws IOException {
    MetricsPage page = MetricsPage.read();
    Set<Object> names = new HashSet<>();
    Map<String, Object> file = map(yaml("deploy/prometheus/alerts.yml"));
    assertThat(file).containsOnlyKeys("groups");
    for (Object each : list(file.get("groups"))) {
      Map<String, Object> group = map(each);
      assertThat(group).containsOnlyKeys("name", "rules");
      for (Object one : list(group.get("rules"))) {
        Map<String, Object> rule = map(one);
        String name = String.valueOf(rule.get("alert"));
        assertThat(Set.of("alert", "expr", "for", "labels", "annotations"))
            .as(name)
            .containsAll(rule.keySet());
        assertThat(names.add(name)).as(name).isTrue();
        Expression.of(String.valueOf(rule.get("expr"))).check(page, name);
        if (rule.containsKey("for")) {
          assertThat(String.valueOf(rule.get("for"))).matches(DURATION);
        }
        assertThat(map(rule.get("labels")).get("severity")).as(name).isIn("warning", "critical");
        Map<String, Object> texts = map(rule.get("annotations"));
        assertThat(texts).as(name).containsOnlyKeys("summary", "description");
        Set<String> metrics = Expression.of(String.valueOf(rule.get("expr"))).metrics();
        Matcher labels = IN_TEXT.matcher(texts.toString());
        while (labels.find()) {
          assertThat(page.hasLabel(metrics, labels.group(1))).as(name + labels.group()).isTrue();
        }
      }
    }
    assertThat(names).hasSizeGreaterThan(10);
  }

  @Test
  void theDashboardIsWhatGrafanaTakesAndAsksForWhatThereIs() throws IOException {
    MetricsPage page = MetricsPage.read();
    JsonNode dashboard =
        new JsonMapper()
            .readTree(Files.readString(Repository.path("deploy/grafana/tripline.json")));
    assertThat(dashboard.get("uid").stringValue()).matches("[a-zA-Z0-9_-]{1,40}");
    assertThat(dashboard.get("title").stringValue()).isNotBlank();
    assertThat(dashboard.get("schemaVersion").intValue()).isPositive();
    Set<String> variables = variables(dashboard, page);
    Set<Integer> ids = new HashSet<>();
    int panels = 0;
    for (JsonNode panel : dashboard.get("panels")) {
      String title = panel.get("title").stringValue();
      assertThat(ids.add(panel.get("id").intValue())).as(title).isTrue();
      JsonNode place = panel.get("gridPos");
      assertThat(place.get("x").intValue() + place.get("w").intValue()).isLessThanOrEqualTo(24);
      if (panel.get("type").stringValue().equals("row")) {
        continue;
      }
      panels++;
      assertThat(panel.get("type").stringValue()).isIn("timeseries", "stat");
      assertThat(panel.get("description").stringValue()).as(title).isNotBlank();
      assertThat(panel.get("targets").size()).as(title).isPositive();
      Set<String> refs = new HashSet<>();
      for (JsonNode target : panel.get("targets")) {
        assertThat(refs.add(target.get("refId").stringValue())).as(title).isTrue();
        assertThat(target.get("datasource").get("uid").stringValue()).isEqualTo("${datasource}");
        check(target, title, page, variables);
      }
    }
    assertThat(panels).isGreaterThan(20);
  }

  private static void check(
      JsonNode target, String title, MetricsPage page, Set<String> variables) {
    String text = target.get("expr").stringValue();
    Matcher used = Pattern.compile("\\$(\\w+)").matcher(text);
    while (used.find()) {
      assertThat(variables).as(title).contains(used.group(1));
    }
    Expression expression = Expression.of(text);
    expression.check(page, title);
    Matcher legend = IN_LEGEND.matcher(target.get("legendFormat").stringValue());
    while (legend.find()) {
      assertThat(page.hasLabel(expression.metrics(), legend.group(1))).as(title).isTrue();
    }
  }

  private static Set<String> variables(JsonNode dashboard, MetricsPage page) {
    Set<String> names = new HashSet<>(Set.of("__rate_interval"));
    boolean hasSource = false;
    for (JsonNode each : dashboard.get("templating").get("list")) {
      names.add(each.get("name").stringValue());
      if (each.get("type").stringValue().equals("datasource")) {
        hasSource = each.get("query").stringValue().equals("prometheus");
      } else {
        Matcher query =
            Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
                .matcher(each.get("definition").stringValue());
        assertThat(query.matches()).isTrue();
        assertThat(page.hasLabel(Set.of(query.group(1)), query.group(2))).isTrue();
        assertThat(page.has(query.group(1))).isTrue();
      }
    }
    assertThat(hasSource).as("a variable for the data source").isTrue();
    return names;
  }

  @Test
  void theCollectorsPipelineHasItsParts() throws IOException {
    Map<String, Object> file = map(yaml("deploy/opentelemetry/collector.yml"));
    Map<String, Object> pipelines = map(map(file.get("service")).get("pipelines"));
    assertThat(pipelines).containsOnlyKeys("metrics");
    for (String part : List.of("receivers", "processors", "exporters")) {
      assertThat(map(file.get(part)).keySet())
          .containsExactlyInAnyOrderElementsOf(
              list(map(pipelines.get("metrics")).get(part)).stream().map(String::valueOf).toList());
    }
  }
}
