package io.tripline.app.deploy;

import static io.tripline.app.deploy.MonitoringTest.list;
import static io.tripline.app.deploy.MonitoringTest.map;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The Helm chart, rendered by {@link ChartTemplate}: that each template is YAML with what
 * Kubernetes asks for, that names which refer to each other agree, that probes ask for what the
 * server answers, that the pod is closed, and that the settings are settings. Not that a cluster
 * takes it.
 */
final class HelmChartTest {
  private static final String CHART = "deploy/helm/tripline/";

  @TempDir private Path folder;
  private Map<String, Object> values = Map.of();

  @BeforeEach
  void read() throws IOException {
    values = map(MonitoringTest.yaml(CHART + "values.yaml"));
  }

  private Map<String, Object> rendered(String template) throws IOException {
    Map<String, Object> top =
        Map.of("Values", values, "Release", Map.of("Name", "fraud"), "Chart", chart());
    String text = Files.readString(Repository.path(CHART + "templates/" + template));
    return map(
        new Load(LoadSettings.builder().setLabel(template).build())
            .loadFromString(new ChartTemplate(top).render(text)));
  }

  private static Map<String, Object> chart() throws IOException {
    return map(MonitoringTest.yaml(CHART + "Chart.yaml"));
  }

  private Map<String, Object> pod() throws IOException {
    return map(map(map(rendered("statefulset.yaml").get("spec")).get("template")).get("spec"));
  }

  private Map<String, Object> container() throws IOException {
    List<Object> all = list(pod().get("containers"));
    assertThat(all).hasSize(1);
    return map(all.getFirst());
  }

  @Test
  void theChartSaysWhatItIs() throws IOException {
    assertThat(chart())
        .containsEntry("apiVersion", "v2")
        .containsEntry("name", "tripline")
        .containsKeys("version", "appVersion", "description");
    assertThat(map(values.get("image")).get("tag")).isEqualTo(chart().get("appVersion"));
  }

  @Test
  void whatRefersToEachOtherAgrees() throws IOException {
    Map<String, Object> set = rendered("statefulset.yaml");
    Map<String, Object> spec = map(set.get("spec"));
    Map<String, Object> service = rendered("service.yaml");
    Map<String, Object> settings = rendered("configmap.yaml");
    assertThat(set).containsEntry("kind", "StatefulSet").containsEntry("apiVersion", "apps/v1");
    assertThat(service).containsEntry("kind", "Service");
    assertThat(settings).containsEntry("kind", "ConfigMap");
    assertThat(spec).containsEntry("replicas", 1);
    Object selector = map(spec.get("selector")).get("matchLabels");
    assertThat(map(map(spec.get("template")).get("metadata")).get("labels")).isEqualTo(selector);
    assertThat(map(service.get("spec")).get("selector")).isEqualTo(selector);
    assertThat(spec.get("serviceName")).isEqualTo(map(service.get("metadata")).get("name"));
    Set<Object> volumes = new HashSet<>();
    for (Object each : list(pod().get("volumes"))) {
      volumes.add(map(each).get("name"));
      if (map(each).get("configMap") != null) {
        assertThat(map(map(each).get("configMap")).get("name"))
            .isEqualTo(map(settings.get("metadata")).get("name"));
      }
    }
    list(spec.get("volumeClaimTemplates"))
        .forEach(each -> volumes.add(map(map(each).get("metadata")).get("name")));
    for (Object each : list(container().get("volumeMounts"))) {
      assertThat(volumes).contains(map(each).get("name"));
    }
    assertThat(list(container().get("volumeMounts"))).hasSameSizeAs(volumes);
  }

  @Test
  void probesAskWhatTheServerAnswers() throws IOException {
    String document = Files.readString(Repository.path("docs/openapi.json"));
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      Map<String, Object> get = map(map(container().get(probe)).get("httpGet"));
      assertThat(document).contains("\"" + get.get("path") + "\"");
      assertThat(get).containsEntry("port", "http").containsEntry("scheme", "HTTP");
    }
    Map<String, Object> port = map(list(container().get("ports")).getFirst());
    assertThat(port)
        .containsEntry("name", "http")
        .containsEntry("containerPort", map(values.get("settings")).get("port"));
    assertThat(map(map(container().get("livenessProbe")).get("httpGet")))
        .containsEntry("path", "/health/live");
  }

  @Test
  void thePodIsClosed() throws IOException {
    assertThat(pod())
        .containsEntry("enableServiceLinks", false)
        .containsEntry("automountServiceAccountToken", false);
    assertThat(map(pod().get("securityContext"))).containsEntry("runAsNonRoot", true);
    assertThat(map(container().get("securityContext")))
        .containsEntry("readOnlyRootFilesystem", true)
        .containsEntry("allowPrivilegeEscalation", false)
        .containsEntry("capabilities", Map.of("drop", List.of("ALL")));
    assertThat(map(container().get("resources"))).containsKeys("requests", "limits");
  }

  @Test
  void theSettingsAreSettings() throws IOException {
    Map<String, Object> data = map(rendered("configmap.yaml").get("data"));
    Path file =
        Files.writeString(folder.resolve("s.yaml"), String.valueOf(data.get("tripline.yaml")));
    CommandRun run = CommandRun.of("config", "--config", file);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out()).contains("host: 0.0.0.0", "auth: keys", "log-format: json");
    assertThat(list(container().get("args")).getFirst()).isEqualTo("serve");
  }

  @Test
  void whatCanBeAskedForIsThereThen() throws IOException {
    assertThat(list(pod().get("volumes"))).hasSize(2);
    assertThat(container()).doesNotContainKey("envFrom");
    values.put("tls", Map.of("secret", "certificate"));
    values.put("environmentSecret", "more");
    map(values.get("storage")).put("className", "fast");
    assertThat(list(pod().get("volumes"))).hasSize(3);
    whatRefersToEachOtherAgrees();
    assertThat(container().get("envFrom"))
        .isEqualTo(List.of(Map.of("secretRef", Map.of("name", "more"))));
    Object claim =
        list(map(rendered("statefulset.yaml").get("spec")).get("volumeClaimTemplates")).getFirst();
    assertThat(map(map(claim).get("spec"))).containsEntry("storageClassName", "fast");
  }

  @Test
  void theClusterCanHaveItsWay() throws IOException {
    assertThat(pod())
        .doesNotContainKeys("imagePullSecrets", "nodeSelector", "tolerations", "affinity");
    List<Object> volumes =
        List.of(Map.of("name", "issuer", "configMap", Map.of("name", "fraud-settings")));
    List<Object> mounts = List.of(Map.of("name", "issuer", "mountPath", "/issuer"));
    values.put("extraVolumes", volumes);
    values.put("extraVolumeMounts", mounts);
    values.put("podAnnotations", Map.of("example.com/team", "fraud"));
    values.put("imagePullSecrets", List.of(Map.of("name", "registry")));
    values.put("nodeSelector", Map.of("disk", "fast"));
    values.put("tolerations", List.of(Map.of("key", "fraud", "operator", "Exists")));
    values.put("affinity", Map.of("nodeAffinity", Map.of("x", "y")));
    whatRefersToEachOtherAgrees();
    assertThat(list(pod().get("volumes"))).containsAll(volumes);
    assertThat(list(container().get("volumeMounts"))).containsAll(mounts);
    for (String each : List.of("imagePullSecrets", "nodeSelector", "tolerations", "affinity")) {
      assertThat(pod()).containsEntry(each, values.get(each));
    }
    Map<String, Object> template =
        map(map(rendered("statefulset.yaml").get("spec")).get("template"));
    assertThat(map(map(template.get("metadata")).get("annotations")))
        .containsEntry("example.com/team", "fraud")
        .containsKey("checksum/settings");
  }

  /** What the file shows in a comment for a start behind an ingress, with an identity provider. */
  @Test
  void theSettingsThatTheFileProposesAreSettings() throws IOException {
    String text = Files.readString(Repository.path(CHART + "values.yaml"));
    StringBuilder proposed = new StringBuilder("data: /data/store\n");
    text.lines()
        .filter(line -> line.startsWith("  #   "))
        .map(line -> line.substring("  #   ".length()))
        .forEach(line -> proposed.append(line).append('\n'));
    assertThat(proposed).contains("trusted-proxy", "oidc-issuer", "require-approval");
    Path file = Files.writeString(folder.resolve("s.yaml"), proposed);
    CommandRun run = CommandRun.of("config", "--config", file);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    assertThat(run.out())
        .contains("oidc-issuer: 'https://login.example/realms/fraud'", "require-approval: true");
  }
}
