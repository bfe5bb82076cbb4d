package io.tripline.rest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.Rules;
import io.tripline.rest.otlp.OtlpExport;
import io.tripline.rest.otlp.OtlpSettings;
import io.tripline.rest.security.TokenSettings;
import io.tripline.rest.token.IssuerKeys;
import io.tripline.rest.webhook.Receiver;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of all metrics, held against what busy servers tell. */
final class MetricsDocumentationTest {
  private static final String RULES =
      Rules.PAYMENT
          + """
          event Login {
            id   string     @id(dedupe 1h)
            time timestamp  @time(lateness 10s)
            card string
          }
          list cards of string
          rule big {
            severity high
            by card
            pattern p
            define p: Payment where amount > 200.00
            alert "{p.amount} at once"
          }
          rule pair {
            by card
            pattern p -> q within 10m
            define p: Payment  q: Payment where amount > 200.00 and card in cards
            alert "two"
          }
          rule login {
            on Login by card when true
            alert "in"
          }
          """;

  private static final String BEGIN = "<!-- begin of the table -->\n\n";
  private static final String END = "\n<!-- end of the table -->";

  private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  /** Those that are there only once garbage was collected, or a part of it by another thread. */
  private static final Set<String> OF_COLLECTIONS =
      Set.of(
          "jvm_gc_pause_seconds",
          "jvm_gc_pause_seconds_max",
          "jvm_gc_concurrent_phase_time_seconds",
          "jvm_gc_concurrent_phase_time_seconds_max");

  @TempDir Path folder;

  private record Family(String name, String type, Set<String> labels, String help) {
    String row() {
      String of =
          labels.isEmpty()
              ? ""
              : labels.stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "));
      return "| `%s` | %s | %s | %s |".formatted(name, type, of, help);
    }
  }

  @Test
  void thePageHasWhatServersTellAndNothingElse() throws Exception {
    Map<String, Family> told = new TreeMap<>();
    read(busyServer(), told);
    read(ofOptions(), told);
    String rows =
        told.values().stream()
            .filter(each -> each.name().startsWith("tripline_"))
            .map(Family::row)
            .collect(Collectors.joining("\n"));
    Path page = above().resolve("docs/metrics.md");
    String text = Files.readString(page);
    String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
    String after = text.substring(text.indexOf(END));
    String expected =
        before + "| name | type | labels | means |\n| --- | --- | --- | --- |\n" + rows + after;
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(page, expected);
    }
    assertThat(expected)
        .as("docs/metrics.md; run with -Dgolden.update=true to write it anew")
        .isEqualTo(Files.readString(page));

    Set<String> ofProcess = new TreeSet<>();
    Matcher names = Pattern.compile("`((?:jvm|process|system)_\\w+)`").matcher(after);
    while (names.find()) {
      ofProcess.add(names.group(1));
    }
    Set<String> toldOfProcess = new TreeSet<>(told.keySet());
    toldOfProcess.removeIf(each -> each.startsWith("tripline_"));
    assertThat(ofProcess).containsAll(toldOfProcess);
    toldOfProcess.addAll(OF_COLLECTIONS);
    assertThat(toldOfProcess).containsAll(ofProcess);
  }

  private String busyServer() throws InterruptedException {
    try (LiveServer server = LiveServer.start(folder);
        Receiver receiver = new Receiver()) {
      fine(server.put("/v1/rulesets/cards", RULES));
      fine(server.send("PUT", "/v1/lists/cards", utf8("[{\"value\":\"c1\"}]")));
      fine(server.postJson("/v1/webhooks", "{\"url\":\"%s\"}".formatted(receiver.uri())));
      fine(server.postJson("/v1/events", Rules.payment("e1", 1, "c1", "10.00")));
      fine(server.post("/v1/events?source=shop", Rules.payment("e2", 2, "c1", "250.00") + "\n{}"));
      fine(server.postJson("/v1/decisions", Rules.payment("e3", 3, "c1", "1.00")));
      fine(server.post("/v1/events", login("l1", "10:00:00") + "\n" + login("l1", "10:00:00")));
      server.engine().awaitProcessed();
      fine(server.put("/v1/rulesets/cards?start=drain", RULES.replace("10m", "20m")));
      String alert = server.get("/v1/alerts").json().get("alerts").get(0).get("id").stringValue();
      fine(
          server.send(
              "PUT", "/v1/alerts/" + alert + "/feedback", utf8("{\"verdict\":\"true_positive\"}")));
      server.engine().checkpoint();
      await()
          .until(
              () ->
                  server
                      .get("/metrics")
                      .text()
                      .contains("tripline_webhook_attempts_seconds_count{result=\"delivered\"}"));
      String text = server.get("/metrics").text();
      assertThat(text)
          .containsPattern("tripline_alert_latency_seconds_count [1-9]")
          .contains("tripline_source_events_total{source=\"shop\"} 1.0");
      return text;
    }
  }

  private static String login(String id, String time) {
    return "{\"type\":\"Login\",\"id\":\"%s\",\"time\":\"2026-01-31T%sZ\",\"card\":\"c\"}"
        .formatted(id, time);
  }

  /** What only servers tell that have TLS, ask for keys or tokens, or send figures elsewhere. */
  private String ofOptions() {
    TokenSettings tokens =
        TokenSettings.of("https://issuer.example", "tripline")
            .withKeys(new TokenSettings.Keys.In(folder.resolve("none")));
    OtlpSettings otlp = OtlpSettings.to(URI.create("https://collector.example/v1/metrics"));
    try (Metrics metrics = new Metrics();
        IssuerKeys keys = IssuerKeys.start(tokens, metrics);
        OtlpExport export =
            new OtlpExport(otlp, metrics::snapshots, metrics, InstantSource.system())) {
      metrics.watch(keys);
      metrics.watch(export);
      metrics.exported(true);
      metrics.watchCertificate(() -> Instant.EPOCH);
      metrics.refused("scope");
      return metrics.scrape();
    }
  }

  private static void read(String text, Map<String, Family> into) {
    Map<String, String> help = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        help.put(words[2], words.length > 3 ? words[3] : "");
      } else if (line.startsWith("# TYPE ")) {
        types.put(words[2], words[3]);
        into.putIfAbsent(
            words[2],
            new Family(words[2], words[3], new TreeSet<>(), help.getOrDefault(words[2], "")));
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        Family family = into.get(family(sample.group(1), types));
        assertThat(family).as(line).isNotNull();
        Matcher labels = LABEL.matcher(Objects.requireNonNullElse(sample.group(2), ""));
        while (labels.find()) {
          if (!labels.group(1).equals("le")) {
            Objects.requireNonNull(family).labels().add(labels.group(1));
          }
        }
      }
    }
  }

  private static String family(String sample, Map<String, String> types) {
    for (String ending : List.of("", "_bucket", "_sum", "_count")) {
      if (sample.endsWith(ending)
          && types.containsKey(sample.substring(0, sample.length() - ending.length()))) {
        return sample.substring(0, sample.length() - ending.length());
      }
    }
    throw new AssertionError("no type of " + sample);
  }

  private static void fine(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Path above() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("docs/api.md"))) {
      folder = folder.getParent();
    }
    return Objects.requireNonNull(folder);
  }
}
