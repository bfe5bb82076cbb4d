package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.rest.LiveServer.Answer;
import io.tripline.rest.backtest.BacktestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Rules over the past, beside what runs. */
final class BacktestRoutesTest {
  private static final String TWICE =
      Rules.PAYMENT
          + """
          rule twice {
            severity low
            by card
            pattern a -> b within 1h
            define a: Payment  b: Payment
            alert "{a.id} and {b.id}"
          }
          """;
  private static final String LINES = "application/x-ndjson";

  @TempDir Path folder;
  private LiveServer server;

  @BeforeEach
  void start() {
    server = LiveServer.start(folder);
    deploy("cards", Rules.BIG);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void deploy(String name, String rules) {
    Answer deployed = server.put("/v1/rulesets/" + name, rules);
    assertThat(deployed.status()).as(deployed.text()).isEqualTo(200);
  }

  private Answer send(String method, String path, @Nullable String text, String... headers) {
    return server.send(
        method, path, text == null ? null : text.getBytes(StandardCharsets.UTF_8), headers);
  }

  private void pay(int count) throws InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(payment(i)).append('\n');
    }
    Answer answer = server.post("/v1/events", lines.toString(), "Content-Type", LINES);
    assertThat(answer.json().get("accepted").intValue()).as(answer.text()).isEqualTo(count);
    server.engine().awaitProcessed();
  }

  private static String payment(int i) {
    return Rules.payment("e" + i, i % 3_600, "4539-" + i % 7, i % 10 == 0 ? "250.00" : "5.00");
  }

  private String created(String query, String rules) {
    Answer answer = send("POST", "/v1/backtests" + query, rules);
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    String id = answer.json().get("id").stringValue();
    assertThat(answer.header("Location")).isEqualTo("/v1/backtests/" + id);
    return id;
  }

  private JsonNode ended(String id, String state) {
    await().atMost(Duration.ofSeconds(60)).until(() -> !job(id).get("ended_at").isNull());
    JsonNode job = job(id);
    assertThat(job.get("state").stringValue()).as(job.toString()).isEqualTo(state);
    return job;
  }

  private JsonNode job(String id) {
    return server.get("/v1/backtests/" + id).json();
  }

  private List<String> texts(String id, String member) {
    List<String> texts = new ArrayList<>();
    String after = "0";
    while (after != null) {
      JsonNode page = server.get("/v1/backtests/" + id + "/alerts?limit=7&after=" + after).json();
      page.get("alerts").forEach(alert -> texts.add(alert.get(member).stringValue()));
      after = page.get("next").isNull() ? null : page.get("next").asString();
    }
    return texts;
  }

  @Test
  void whatRunsFindsWhatItHasFound() throws Exception {
    pay(200);
    JsonNode job = ended(created("?rule_set=cards", ""), "completed");
    assertThat(job.get("version").intValue()).isEqualTo(1);
    assertThat(job.get("progress").doubleValue()).isEqualTo(1);
    assertThat(job.get("events_read").intValue()).isEqualTo(200);
    assertThat(job.get("complete").booleanValue()).isTrue();
    assertThat(job.get("since").isNull()).isTrue();
    assertThat(job.get("alerts").intValue()).isEqualTo(20);
    assertThat(job.get("rules").get(0).get("matches").intValue()).isEqualTo(20);
    List<String> live = new ArrayList<>();
    server
        .get("/v1/alerts")
        .json()
        .get("alerts")
        .forEach(alert -> live.add(alert.get("id").stringValue()));
    assertThat(texts(job.get("id").stringValue(), "id")).isEqualTo(live).hasSize(20);
  }

  @Test
  void rulesThatDoNotRunFindWhatTheyWouldHaveFound() throws Exception {
    pay(14);
    JsonNode job = ended(created("?rule_set=cards", TWICE), "completed");
    assertThat(job.get("version").intValue()).isEqualTo(2);
    assertThat(texts(job.get("id").stringValue(), "message"))
        .containsExactly(
            "e0 and e7",
            "e1 and e8",
            "e2 and e9",
            "e3 and e10",
            "e4 and e11",
            "e5 and e12",
            "e6 and e13");
    // Nothing has changed but that.
    assertThat(server.get("/v1/rulesets/cards").json().get("version").intValue()).isEqualTo(1);
    assertThat(server.get("/v1/alerts").json().get("alerts")).hasSize(2);
    JsonNode part =
        ended(created("?from=2026-01-31T10:00:08Z&to=2026-01-31T10:00:11Z", TWICE), "completed");
    assertThat(part.get("rule_set").stringValue()).isEqualTo("backtest");
    assertThat(part.get("alerts").intValue()).isEqualTo(3);
    assertThat(part.get("rules").get(0).get("matches").intValue()).isEqualTo(7);
    assertThat(texts(part.get("id").stringValue(), "message"))
        .containsExactly("e1 and e8", "e2 and e9", "e3 and e10");
  }

  @Test
  void personalDataIsMasked() throws Exception {
    pay(20);
    String id = ended(created("?rule_set=cards", TWICE), "completed").get("id").stringValue();
    assertThat(server.get("/v1/backtests/" + id + "/alerts").text())
        .contains("•••")
        .doesNotContain("4539");
    assertThat(server.get("/v1/backtests/" + id + "/alerts?personal_data=true").text())
        .contains("4539-0")
        .doesNotContain("•••");
  }

  @Test
  void eventsCanBeUploaded() {
    String id = created("?rule_set=cards&events=upload", "");
    assertThat(job(id).get("state").stringValue()).isEqualTo("waiting");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append(i % 100 == 5 ? "{\"type\":\"Payment\"}" : payment(i)).append('\n');
    }
    Answer taken =
        send("PUT", "/v1/backtests/" + id + "/events", lines.toString(), "Content-Type", LINES);
    assertThat(taken.status()).as(taken.text()).isEqualTo(202);
    JsonNode job = ended(id, "completed");
    assertThat(job.get("events_read").intValue()).isEqualTo(19_800);
    assertThat(job.get("alerts").intValue()).isEqualTo(2_000);
    JsonNode rejected = job.get("rejected").get(0);
    assertThat(rejected.get("count").intValue()).isEqualTo(200);
    assertThat(rejected.get("line").intValue()).isEqualTo(6);
    assertThat(server.get("/v1/alerts").json().get("alerts")).isEmpty();
    assertThat(folder.resolve("backtests").resolve(id)).isDirectoryContaining("glob:**.jsonl");
    assertThat(folder.resolve("backtests").resolve(id).resolve("events.jsonl")).doesNotExist();

    String rows = created("?rule_set=cards&events=upload", TWICE);
    send(
        "PUT",
        "/v1/backtests/" + rows + "/events",
        "id,time,card,amount,note\n"
            + "a,2026-01-31T10:00:00Z,c,1.00,\n"
            + "b,2026-01-31T10:00:01Z,c,1.00,\n",
        "Content-Type",
        "text/csv");
    ended(rows, "completed");
    assertThat(texts(rows, "message")).containsExactly("a and b");
  }

  /** A device of Linux that has no room left stands for the disk. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void whereTheDiskIsFullItWaitsOn() throws IOException {
    String id = created("?rule_set=cards&events=upload", "");
    Files.createSymbolicLink(folderOf(id).resolve("events.jsonl"), Path.of("/dev/full"));
    String path = "/v1/backtests/" + id;
    String events = payment(0) + "\n";
    problem(send("PUT", path + "/events", events, "Content-Type", LINES), 507, "nothing of them");
    assertThat(server.get(path).json().get("state").stringValue()).isEqualTo("waiting");
    Answer again = send("PUT", path + "/events", events, "Content-Type", LINES);
    assertThat(again.status()).as(again.text()).isEqualTo(202);
  }

  private Path folderOf(String backtest) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(each -> each.endsWith(backtest)).findFirst().orElseThrow();
    }
  }

  @Test
  void whatCannotBeAsked() {
    problem(send("POST", "/v1/backtests", ""), 400, "Say which rules");
    problem(send("POST", "/v1/backtests?rule_set=none", ""), 404, "no rule set none");
    problem(send("POST", "/v1/backtests?rule_set=A%20b", TWICE), 400, "rule set's name");
    problem(send("POST", "/v1/backtests?events=all", TWICE), 400, "journal, upload");
    problem(send("POST", "/v1/backtests?events=upload&contents=then", TWICE), 400, "contents=now");
    Answer wrong = send("POST", "/v1/backtests", "rule {");
    problem(wrong, 422, "error");
    assertThat(wrong.json().get("diagnostics")).isNotEmpty();
    String id = created("?rule_set=cards", "");
    problem(
        send("PUT", "/v1/backtests/" + id + "/events", "", "Content-Type", LINES),
        409,
        "does not wait");
    String waiting = created("?rule_set=cards&events=upload", "");
    problem(
        send("PUT", "/v1/backtests/" + waiting + "/events", "", "Content-Type", "text/xml"),
        415,
        "text/csv");
    problem(server.get("/v1/backtests/b99"), 404, "no backtest b99");
    problem(server.get("/v1/backtests/b99/alerts"), 404, "no backtest b99");
    problem(send("DELETE", "/v1/backtests/b99", null), 404, "no backtest b99");
    assertThat(send("DELETE", "/v1/backtests/" + waiting, null).status()).isEqualTo(204);
    problem(server.get("/v1/backtests/" + waiting), 404, "no backtest");
  }

  private static void problem(Answer answer, int status, String part) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.json().get("detail").stringValue()).contains(part);
  }

  @Test
  void aBacktestThatRemembersTooMuchIsEnded() throws Exception {
    server.close();
    server =
        LiveServer.start(
            folder,
            LiveServer.ANY_PORT.withBacktests(new BacktestSettings(64 << 10, 1 << 20, 5, 3)));
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      lines.append(Rules.payment("e" + i, 1, "c" + i, "250.00")).append('\n');
    }
    assertThat(
            server
                .post("/v1/events", lines.toString(), "Content-Type", LINES)
                .json()
                .get("rejected"))
        .hasToString("0");
    String id = created("?rule_set=cards", TWICE);
    JsonNode job = ended(id, "failed");
    assertThat(job.get("failure").stringValue())
        .contains("more than the 65,536 bytes")
        .contains("max-backtest-memory");
    // What takes no memory is run, and the first alerts are kept.
    JsonNode big = ended(created("?rule_set=cards", ""), "completed");
    assertThat(big.get("alerts").intValue()).isEqualTo(100_000);
    assertThat(big.get("alerts_kept").intValue()).isEqualTo(5);
    assertThat(texts(big.get("id").stringValue(), "id")).hasSize(5);
    problem(
        send(
            "PUT",
            "/v1/backtests/" + created("?rule_set=cards&events=upload", "") + "/events",
            lines.toString(),
            "Content-Type",
            LINES),
        413,
        "1048576 bytes");
  }

  @Test
  void thoseThatHaveEndedMakeRoomForOthers() {
    server.close();
    server =
        LiveServer.start(
            folder,
            LiveServer.ANY_PORT.withBacktests(new BacktestSettings(1 << 20, 1 << 20, 5, 2)));
    String ended = created("?rule_set=cards", "");
    ended(ended, "completed");
    String waiting = created("?rule_set=cards&events=upload", "");
    String third = created("?rule_set=cards&events=upload", "");
    assertThat(server.get("/v1/backtests").text())
        .contains('"' + waiting + '"', '"' + third + '"')
        .doesNotContain('"' + ended + '"');
    problem(send("POST", "/v1/backtests?rule_set=cards", ""), 409, "have not ended");
  }

  @Test
  void oneThatRunsCanBeEnded() throws Exception {
    pay(200_000);
    String running = created("?rule_set=cards", TWICE);
    String queued = created("?rule_set=cards", TWICE);
    assertThat(send("DELETE", "/v1/backtests/" + queued, null).status()).isEqualTo(204);
    assertThat(send("DELETE", "/v1/backtests/" + running, null).status()).isEqualTo(204);
    assertThat(server.get("/v1/backtests").json().get("backtests")).isEmpty();
    ended(created("?rule_set=cards", ""), "completed");
  }

  @Test
  void theyEndWithTheServer() throws IOException, InterruptedException {
    pay(100);
    ended(created("?rule_set=cards", ""), "completed");
    server.close();
    assertThat(folder.resolve("backtests")).doesNotExist();
    Files.createDirectories(folder.resolve("backtests/b1"));
    Files.writeString(folder.resolve("backtests/b1/alerts.jsonl"), "of a process that was killed");
    server = LiveServer.start(folder);
    assertThat(server.get("/v1/backtests").json().get("backtests")).isEmpty();
    assertThat(folder.resolve("backtests")).doesNotExist();
  }

  @Test
  void listsAreAsTheyWereOrAsTheyAre() throws Exception {
    String listed =
        Rules.PAYMENT
            + "list hot of string\n"
            + "rule known { severity low by card when card in hot on Payment alert \"{id}\" }\n"
                .replace(
                    "by card when card in hot on Payment", "on Payment by card when card in hot");
    deploy("lists", listed);
    send(
        "POST",
        "/v1/lists/hot/entries",
        "[{\"value\":\"4539-1\"}]",
        "Content-Type",
        "application/json");
    pay(7);
    send("PUT", "/v1/lists/hot", "[{\"value\":\"4539-2\"}]", "Content-Type", "application/json");
    JsonNode then = ended(created("?rule_set=lists", ""), "completed");
    assertThat(texts(then.get("id").stringValue(), "message")).containsExactly("e1");
    JsonNode now = ended(created("?rule_set=lists&contents=now", ""), "completed");
    assertThat(texts(now.get("id").stringValue(), "message")).containsExactly("e2");
    assertThat(now.get("filled").get(0).get("entries").intValue()).isEqualTo(1);
  }

  @Test
  void theStreamGoesOnMeanwhile() throws Exception {
    pay(100_000);
    String id = created("?rule_set=cards", TWICE);
    int sent = 0;
    while (job(id).get("ended_at").isNull()) {
      Answer answer =
          server.postJson("/v1/events", Rules.payment("n" + sent++, 1, "other", "5.00"));
      assertThat(answer.status()).isEqualTo(200);
    }
    JsonNode job = ended(id, "completed");
    assertThat(sent).isPositive();
    assertThat(job.get("events_read").intValue()).isBetween(100_000, 100_000 + sent);
  }
}
