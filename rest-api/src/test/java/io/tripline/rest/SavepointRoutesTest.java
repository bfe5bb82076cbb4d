package io.tripline.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tripline.engine.pipeline.EngineSettings;
import io.tripline.engine.port.StorageException;
import io.tripline.ingest.IntakeSettings;
import io.tripline.rest.LiveServer.Answer;
import io.tripline.state.SavepointRestore;
import io.tripline.state.StoreSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Savepoints over HTTP, and what becomes of them. */
final class SavepointRoutesTest {
  private static final String RULES =
      """
        event Payment {
          id      string     @id
          time    timestamp  @time
          card    string     @pii
          amount  decimal(2)
        }

        rule rising {
          by card
          pattern first -> more{2,} -> last within 10m
          define
            first: Payment where amount < 20.00
            more:  Payment where amount > coalesce(prev(amount), first.amount)
            last:  Payment where amount > 90.00
          after match skip none
          alert "{count(more)} times up to {last.amount}"
        }

        rule often {
          by card
          pattern each{4} within 5m
          define each: Payment
          alert "often"
      once per 1h
        }
      """;

  private static final int EVENTS = 3_000;
  private static final int AT_A_TIME = 50;

  @TempDir Path temporary;

  private static List<String> events() {
    Random random = new Random(7);
    List<String> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          "{\"type\":\"Payment\",\"id\":\"p%d\",\"time\":\"2026-01-31T%02d:%02d:%02dZ\",\"card\":\"c%d\",\"amount\":%d.5}"
              .formatted(
                  i, 10 + i / 3600, i / 60 % 60, i % 60, random.nextInt(40), random.nextInt(99)));
    }
    return events;
  }

  private static LiveServer start(Path folder, int workers) {
    return LiveServer.start(
        folder,
        LiveServer.ANY_PORT,
        new EngineSettings(workers, 64, 20, 10_000, 64 << 20, 1 << 20),
        IntakeSettings.defaults(),
        StoreSettings.defaults(),
        storage -> storage);
  }

  private static void send(LiveServer server, List<String> events) {
    for (int i = 0; i < events.size(); i += AT_A_TIME) {
      List<String> some = events.subList(i, Math.min(i + AT_A_TIME, events.size()));
      Answer answer = server.post("/v1/events", String.join("\n", some));
      assertThat(answer.json().get("accepted").intValue()).as(answer.text()).isEqualTo(some.size());
    }
  }

  private static String alerts(LiveServer server) throws InterruptedException {
    server.engine().awaitProcessed();
    return server.get("/v1/alerts?limit=1000&after=0", "Accept", "application/x-ndjson").text();
  }

  private static void deploy(LiveServer server) {
    Answer answer = server.put("/v1/rulesets/cards", RULES);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static JsonNode create(LiveServer server, String name) {
    Answer answer = server.postJson("/v1/savepoints", "{\"name\":\"" + name + "\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/v1/savepoints/" + name);
    return answer.json();
  }

  private Path folder(String name) {
    return temporary.resolve(name);
  }

  private Path savepoint(String name) {
    return folder("data").resolve("savepoints").resolve(name);
  }

  private void makeOne(String name) {
    try (LiveServer server = start(folder("data"), 2)) {
      deploy(server);
      send(server, events().subList(0, 500));
      create(server, name);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void whatIsRestoredGoesOnAsIfNothingHadBeen(int workers) throws Exception {
    List<String> events = events();
    List<JsonNode> made = new ArrayList<>();
    String undisturbed;
    try (LiveServer server = start(folder("data"), 2)) {
      deploy(server);
      AtomicBoolean sent = new AtomicBoolean();
      CompletableFuture<Void> savepoints =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 3 && !sent.get(); i++) {
                  made.add(create(server, "s" + i));
                }
              });
      send(server, events);
      sent.set(true);
      savepoints.join();
      undisturbed = alerts(server);
    }
    assertThat(undisturbed.lines().count()).isGreaterThan(100);
    assertThat(made).isNotEmpty();
    for (JsonNode each : made) {
      String name = each.get("name").stringValue();
      Path restored = folder("restored-" + name);
      assertThat(SavepointRestore.restore(savepoint(name), restored).events())
          .isEqualTo(each.get("events").longValue());
      try (LiveServer server = start(restored, workers)) {
        int next = server.get("/health").json().get("events").intValue();
        assertThat(next).isEqualTo(each.get("events").intValue());
        send(server, events.subList(next, events.size()));
        assertThat(alerts(server)).as(name + " at " + next).isEqualTo(undisturbed);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "0.5", "true"})
  void aNameIsAText(String name) {
    try (LiveServer server = start(folder("texts"), 1)) {
      Answer answer = server.postJson("/v1/savepoints", "{\"name\":" + name + "}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("The member \\\"name\\\" must be a text, in quotes.");
      assertThat(server.get("/v1/savepoints").json().get("savepoints")).isEmpty();
    }
  }

  @Test
  void itSaysWhatItHolds() {
    try (LiveServer server = start(folder("data"), 2)) {
      deploy(server);
      assertThat(server.postJson("/v1/rulesets/cards/rules/often/pause", "").status())
          .isEqualTo(200);
      send(server, events().subList(0, 500));
      Answer answer =
          server.postJson("/v1/savepoints", "{\"name\":\"a\",\"comment\":\"before ü\"}");
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
      JsonNode made = answer.json();
      assertThat(made.get("state").stringValue()).isEqualTo("complete");
      assertThat(made.get("comment").stringValue()).isEqualTo("before ü");
      assertThat(made.get("events").longValue()).isEqualTo(500);
      assertThat(made.get("states").longValue()).isPositive();
      assertThat(made.get("first_entry").longValue()).isZero();
      assertThat(made.get("position").longValue())
          .isEqualTo(made.get("checkpoint").longValue())
          .isEqualTo(501);
      assertThat(made.get("rulesets").toString())
          .isEqualTo(
              "[{\"name\":\"cards\",\"version\":1,\"rules\":[{\"rule\":\"often\",\"mode\":\"live\",\"paused\":true},"
                  + "{\"rule\":\"rising\",\"mode\":\"live\",\"paused\":false}]}]");
      assertThat(server.get("/v1/savepoints/a").json()).isEqualTo(made);
      assertThat(server.get("/v1/savepoints").json().get("savepoints").get(0)).isEqualTo(made);
      assertThat(server.delete("/v1/savepoints/a").status()).isEqualTo(204);
      assertThat(server.get("/v1/savepoints").json().get("savepoints").isEmpty()).isTrue();
      assertThat(server.get("/v1/savepoints/a").status()).isEqualTo(404);
      assertThat(server.delete("/v1/savepoints/a").status()).isEqualTo(404);
      // One without a name is called by its time.
      Answer unnamed = server.send("POST", "/v1/savepoints", null);
      assertThat(unnamed.status()).isEqualTo(201);
      assertThat(unnamed.json().get("name").stringValue())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ");
    }
  }

  @Test
  void whatIsAskedForAndCannotBe() {
    try (LiveServer server = start(folder("data"), 1)) {
      create(server, "a");
      Answer again = server.postJson("/v1/savepoints", "{\"name\":\"a\"}");
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.json().get("type").stringValue())
          .isEqualTo("urn:tripline:problem:savepoint-exists");
      for (String wrong : List.of("../a", ".a", "a/b", "", "a".repeat(101))) {
        assertThat(server.postJson("/v1/savepoints", "{\"name\":\"" + wrong + "\"}").status())
            .as(wrong)
            .isEqualTo(400);
      }
      assertThat(server.postJson("/v1/savepoints", "{\"comment\":\"a\\nb\"}").status())
          .isEqualTo(400);
      assertThat(server.postJson("/v1/savepoints", "{\"folder\":\"/\"}").status()).isEqualTo(400);
      assertThat(server.get("/v1/savepoints/.making-a").status()).isEqualTo(404);
    }
  }

  @Test
  void oneAtATime() throws Exception {
    try (LiveServer server = start(folder("data"), 1)) {
      deploy(server);
      send(server, events().subList(0, 500));
      List<CompletableFuture<Answer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String body = "{\"name\":\"s" + i + "\"}";
        all.add(CompletableFuture.supplyAsync(() -> server.postJson("/v1/savepoints", body)));
      }
      int made = 0;
      for (CompletableFuture<Answer> each : all) {
        Answer answer = each.join();
        assertThat(answer.status()).as(answer.text()).isIn(201, 409);
        if (answer.status() == 201) {
          made++;
        } else {
          assertThat(answer.json().get("type").stringValue())
              .isEqualTo("urn:tripline:problem:savepoint-under-way");
        }
      }
      assertThat(made).isPositive();
      assertThat(server.get("/v1/savepoints").json().get("savepoints").size()).isEqualTo(made);
    }
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    makeOne("a");
    List<Path> files;
    try (Stream<Path> all = Files.walk(savepoint("a"))) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files)
        .extracting(file -> file.toString().replaceAll(".*[./-]", ""))
        .contains("sst", "journal", "SAVEPOINT", "CURRENT");
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      if (whole.length == 0) {
        continue;
      }
      byte[] flipped = whole.clone();
      flipped[whole.length / 2] ^= 4;
      Files.delete(file); // it may be shared with the store
      assertRefused(file);
      Files.write(file, flipped);
      assertRefused(file);
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
      assertRefused(file);
      Files.write(file, whole);
    }
    SavepointRestore.restore(savepoint("a"), folder("target"));
  }

  private void assertRefused(Path file) {
    assertThatThrownBy(() -> SavepointRestore.restore(savepoint("a"), folder("target")))
        .as(file.toString())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(String.valueOf(file.getFileName()));
    assertThat(folder("target")).doesNotExist();
  }

  @Test
  void aSavepointIsNeitherAStoreNorRestoredOverOne() throws IOException {
    makeOne("a");
    assertThatThrownBy(() -> start(savepoint("a"), 1)).hasMessageContaining("is a savepoint");
    assertThatThrownBy(() -> SavepointRestore.restore(savepoint("a"), folder("data")))
        .hasMessageContaining("There is a store in");
    Path other = Files.createDirectory(folder("other"));
    Files.createFile(other.resolve("diary"));
    assertThatThrownBy(() -> SavepointRestore.restore(savepoint("a"), other))
        .hasMessageContaining("holds other files (diary)");
    assertThat(other).isDirectoryContaining("glob:**/diary");
  }
}
