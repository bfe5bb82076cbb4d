package io.tripline.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.ServeProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ServeIT {
  private static final String RULES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string
        amount  decimal(2)
      }
      rule large { on Payment by card when amount > 100 alert "{amount} is large" }
      """;

  private static final String EVENT =
      "{\"id\":\"p1\",\"time\":\"2026-01-31T10:00:00Z\",\"card\":\"c1\",\"amount\":250}";

  @TempDir private Path folder;

  @Test
  void servesStopsInOrderAndGoesOnWhereItWas() throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("large.trip"), RULES);
    List<String> alerts;
    try (ServeProcess serve = ServeProcess.start(folder, "--rules", "cards=" + rules);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      assertThat(api.events(List.of(EVENT))).isEqualTo(1);
      await().until(() -> api.health().path("alerts").asInt() == 1);
      alerts = api.alerts();
      assertThat(alerts).hasSize(1);
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
    }
    // The same rules again are no new version.
    try (ServeProcess serve = ServeProcess.start(folder, "--rules", "cards=" + rules);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      assertThat(api.health().path("events").asInt()).isEqualTo(1);
      assertThat(api.alerts()).isEqualTo(alerts);
      assertThat(
              api.call("GET", "/v1/rulesets/cards", "application/json", "").path("version").asInt())
          .isEqualTo(1);
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      assertThat(serve.log()).contains("1 events so far, 1 alerts");
    }
  }

  @Test
  void tooManyPartialMatchesAreLoggedCountedAndMarked() throws IOException, InterruptedException {
    String pairs =
        RULES
            + """
            rule pairs {
              by card
              pattern a ~> b within 1h
              define
                a: Payment
                b: Payment where amount > 100
              after match skip none
              alert "a pair"
            }
            """;
    Path rules = Files.writeString(folder.resolve("pairs.trip"), pairs);
    try (ServeProcess serve =
            ServeProcess.start(folder, "--rules", "cards=" + rules, "--max-partial-matches", "2");
        HttpApi api = new HttpApi(serve.awaitReady())) {
      List<String> small = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        small.add(EVENT.replace("p1", "s" + i).replace("250", "1"));
      }
      assertThat(api.events(small)).isEqualTo(5);
      await().until(() -> serve.log().contains("more than 2 partial matches"));
      assertThat(serve.log().lines().filter(line -> line.contains("WARN")))
          .singleElement()
          .asString()
          .contains("Rule cards/pairs", "(card = c1)", "Alerts may be missing.");
      assertThat(
              api.call("GET", "/v1/rulesets", "application/json", "")
                  .at("/rulesets/0/limited")
                  .toString())
          .isEqualTo("[\"pairs\"]");
      String marker =
          "{\"since\":\"2026-01-31T10:00:00Z\",\"dropped\":3,\"key\":{\"card\":\"c1\"}}";
      await()
          .until(
              () ->
                  api.call("GET", "/v1/rulesets/cards", "application/json", "")
                      .at("/status/1/limited")
                      .toString(),
              marker::equals);
      assertThat(api.send("GET", "/metrics", "text/plain", "").body())
          .contains("tripline_rule_runs_dropped_total{rule=\"pairs\",ruleset=\"cards\"} 3.0");
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
    }
  }

  @Test
  void theJournalIsKeptToItsBound() throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("cards.trip"), RULES);
    try (ServeProcess serve =
            ServeProcess.start(
                folder,
                "--rules",
                rules.toString(),
                "--journal-max",
                "1MB",
                "--sync",
                "5ms",
                "--checkpoint-interval",
                "20ms",
                "--checkpoint-min-pause",
                "10ms");
        HttpApi api = new HttpApi(serve.awaitReady())) {
      Random random = new Random(1);
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () -> {
                api.events(
                    IntStream.range(0, 2_000)
                        .mapToObj(
                            _ ->
                                EVENT
                                    .replace("p1", Long.toHexString(random.nextLong()))
                                    .replace("250", "50"))
                        .toList());
                return figure(api, "tripline_store_journal_first_sequence") > 0;
              });
      await()
          .until(
              () ->
                  figure(api, "tripline_store_bytes{part=\"journal\"}") < 3 * (1 << 20)
                      && figure(api, "tripline_store_journal_oldest_seconds") > 0);
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
    }
  }

  private static double figure(HttpApi api, String name) throws IOException, InterruptedException {
    return api.send("GET", "/metrics", "text/plain", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void whatALossOfPowerHasTakenIsTold() throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("cards.trip"), RULES);
    String[] options = {"--sync", "os", "--checkpoint-interval", "1h"};
    try (ServeProcess serve =
            ServeProcess.start(
                folder,
                "--rules",
                rules.toString(),
                options[0],
                options[1],
                options[2],
                options[3]);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      api.events(List.of(EVENT));
      await().until(() -> api.alerts().size() == 1);
      serve.kill();
    }
    try (Stream<Path> files = Files.list(folder.resolve("data/journal"))) {
      for (Path file : files.filter(file -> file.toFile().length() > 0).toList()) {
        Files.write(file, new byte[0]);
      }
    }
    try (ServeProcess serve = ServeProcess.start(folder, options);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      assertThat(api.alerts()).isEmpty();
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      assertThat(serve.log())
          .contains("1 alerts were forgotten, the latest ones: a loss of power has taken");
    }
  }

  @Test
  void theLogCanBeJson() throws IOException, InterruptedException {
    try (ServeProcess serve = ServeProcess.start(folder, "--log-format", "json")) {
      serve.awaitReady();
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      List<JsonNode> lines = serve.log().lines().map(new JsonMapper()::readTree).toList();
      assertThat(lines)
          .extracting(line -> line.get("message").stringValue())
          .anyMatch(message -> message.startsWith("Listening on http://127.0.0.1:"))
          .contains("Closed");
      for (JsonNode line : lines) {
        assertThat(line.propertyNames())
            .containsExactly("time", "level", "logger", "thread", "message");
      }
    }
  }

  @Test
  void whatIsTakenIsToldInASentence() throws IOException, InterruptedException {
    try (ServeProcess serve = ServeProcess.start(folder)) {
      URI uri = serve.awaitReady();
      CommandRun sameFolder = CommandRun.of("serve", "--port", 0, "--data", folder.resolve("data"));
      assertThat(sameFolder.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(sameFolder.err()).contains(folder.resolve("data").toString());
      assertThat(sameFolder.err()).doesNotContain("\tat ");

      CommandRun samePort =
          CommandRun.of("serve", "--port", uri.getPort(), "--data", folder.resolve("other"));
      assertThat(samePort.code()).isEqualTo(ExitCode.WRONG_USE);
      assertThat(samePort.err()).contains("" + uri.getPort()).doesNotContain("\tat ");
    }
  }

  @Test
  void rulesWithErrorsAreFindingsAndNothingStarts() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.trip"), "rule r { by nobody }");
    CommandRun run =
        CommandRun.of("serve", "--port", 0, "--data", folder.resolve("data"), "--rules", wrong);
    assertThat(run.code()).isEqualTo(ExitCode.FINDINGS);
    assertThat(run.err()).contains("wrong.trip:", "error TL");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void wrongUseIsOneSentence() throws IOException {
    Path rules = Files.writeString(folder.resolve("My Rules.trip"), RULES);
    wrongUse("name of a rule set", "--rules", rules);
    wrongUse("name of a rule set", "--rules", "A B=" + rules);
    wrongUse("two rule sets", "--rules", "a=" + rules, "--rules", "a=" + rules);
    wrongUse("no duration", "--checkpoint-interval", "5 parsecs");
    wrongUse("it is every-batch, os, or a time like 20ms, not \"never\"", "--sync", "never");
    wrongUse("no duration", "--checkpoint-min-pause", "a while");
    wrongUse("no duration", "--journal-keep", "long");
    wrongUse("no size", "--journal-max", "large");
    wrongUse("--journal-max must be 1MB or more", "--journal-max", "64KB");
    wrongUse("--warm-start and --drain exclude each other", "--warm-start", "--drain");
    wrongUse("more than any disk", "--journal-max", "999999999TB");
    wrongUse("a time is 1ms to 1s, not 0ms", "--sync", "0ms");
    wrongUse("a time is 1ms to 1s, not 2s", "--sync", "2s");
    wrongUse("loopback", "--host", "0.0.0.0", "--port", 0, "--data", folder.resolve("data"));
    wrongUse("65535", "--port", 70_000);
    wrongUse("--log-level", "--log-level", "loud");
    wrongUse("--log-format", "--log-format", "xml");
  }

  private static void wrongUse(String sentence, Object... options) {
    Object[] arguments = new Object[options.length + 1];
    arguments[0] = "serve";
    System.arraycopy(options, 0, arguments, 1, options.length);
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.WRONG_USE);
    assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
  }
}
