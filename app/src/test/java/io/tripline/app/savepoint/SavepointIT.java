package io.tripline.app.savepoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.Repository;
import io.tripline.app.testing.ServeProcess;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Savepoints as a user makes and restores them, of a server in a process of its own. */
final class SavepointIT {
  private static final int EVENTS = 12_000;
  private static final int AT_A_TIME = 200;
  private static final int KILLS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Path RULES = Repository.path("examples/demo");

  @TempDir private Path work;
  private List<String> lines = List.of();

  @BeforeEach
  void generate() throws IOException {
    Path file = work.resolve("events.jsonl");
    try (var out = Files.newOutputStream(file)) {
      new PaymentWorld(WorldSettings.of(EVENTS, EVENTS / 20, 11, 0.05)).writeTo(out);
    }
    lines = Files.readAllLines(file);
  }

  private List<String> undisturbed() throws IOException {
    Path out = work.resolve("undisturbed.jsonl");
    CommandRun run =
        CommandRun.of(
            "backtest",
            "--rules",
            RULES,
            "--events",
            work.resolve("events.jsonl"),
            "--out",
            out,
            "--name",
            "demo");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    return Files.readAllLines(out);
  }

  /** A slow machine must not make the one source idle, which a backtest does not know. */
  private static ServeProcess start(Path folder, int workers) throws IOException {
    return ServeProcess.start(
        Files.createDirectories(folder),
        "--checkpoint-interval",
        "100ms",
        "--source-idle-time",
        "0s",
        "--max-ahead",
        "0s",
        "--workers",
        String.valueOf(workers));
  }

  private void feed(HttpApi api, int from, int until) throws IOException, InterruptedException {
    for (int i = from; i < until; i += AT_A_TIME) {
      api.events(lines.subList(i, Math.min(i + AT_A_TIME, until)));
    }
  }

  /** Gives what is missing, and the end; answers all alerts. */
  private List<String> toTheEnd(HttpApi api, int alerts) throws IOException, InterruptedException {
    feed(api, api.health().path("events").asInt(), lines.size());
    api.call("POST", "/v1/time", "application/json", "{\"time\":\"9999-01-01T00:00:00Z\"}");
    await().atMost(PATIENCE).until(() -> api.health().path("alerts").asInt() >= alerts);
    return api.alerts();
  }

  private static CommandRun savepoint(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("savepoint"));
    all.addAll(List.of(arguments));
    return CommandRun.of(all.toArray());
  }

  private static CommandRun fine(Object... arguments) {
    CommandRun run = savepoint(arguments);
    assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.FINE);
    return run;
  }

  private static JsonNode json(CommandRun run) {
    return new JsonMapper().readTree(run.out());
  }

  private Path data() {
    return work.resolve("first/data");
  }

  @Test
  void madeWhileEventsFlowAndRestoredElsewhere() throws IOException, InterruptedException {
    List<String> undisturbed = undisturbed();
    assertThat(undisturbed).hasSizeGreaterThan(20);
    String rules = CheckedRules.read(List.of(RULES)).text();
    try (ServeProcess serve = start(work.resolve("first"), 2)) {
      URI url = serve.awaitReady();
      try (HttpApi api = new HttpApi(url)) {
        api.deploy("demo", rules);
        CompletableFuture<List<CommandRun>> made =
            CompletableFuture.supplyAsync(
                () ->
                    Stream.of("a", "b", "c")
                        .map(n -> savepoint("create", n, "--url", url))
                        .toList());
        feed(api, 0, EVENTS / 2);
        assertThat(made.join()).allMatch(run -> run.code() == ExitCode.FINE);
        assertThat(fine("list", "--url", url).out())
            .isEqualTo(fine("list", "--data", data()).out())
            .startsWith("NAME")
            .hasLineCount(4);
        assertThat(fine("inspect", "a", "--url", url).out())
            .isEqualTo(fine("inspect", "a", "--data", data()).out())
            .contains("rule set   demo, version 1");
        // What cannot be.
        assertThat(savepoint("create", "a", "--url", url).code()).isEqualTo(ExitCode.WRONG_USE);
        assertThat(savepoint("restore", "a", "--from", data(), "--data", data()).err())
            .contains("There is a store in");
        assertThat(toTheEnd(api, undisturbed.size())).isEqualTo(undisturbed);
        fine("delete", "c", "--url", url);
        assertThat(fine("list", "--data", data()).out()).hasLineCount(3);
        assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      }
    }
    JsonNode stopped = json(fine("create", "stopped", "--data", data(), "--json"));
    assertThat(stopped.path("events").asInt()).isEqualTo(EVENTS);
    fine("delete", "b", "--data", data());
    fine("inspect", "a", "--data", data(), "--verify");
    // On another machine: a copy is all that is there.
    Path carried = work.resolve("carried");
    copy(data().resolve("savepoints/a"), carried);
    try (Stream<Path> files = Files.walk(data())) {
      files
          .sorted((a, b) -> b.compareTo(a))
          .forEach(file -> assertThat(file.toFile().delete()).isTrue());
    }
    for (int workers = 1; workers <= 3; workers++) {
      Path folder = work.resolve("second" + workers);
      CommandRun run = fine("restore", carried, "--data", folder.resolve("data"));
      assertThat(run.out()).startsWith("Restored a into ");
      try (ServeProcess serve = start(folder, workers);
          HttpApi api = new HttpApi(serve.awaitReady())) {
        assertThat(toTheEnd(api, undisturbed.size())).isEqualTo(undisturbed);
      }
    }
  }

  @Test
  void killedAmidItNothingIsLeftThatLooksLikeOne() throws IOException, InterruptedException {
    List<String> undisturbed = undisturbed();
    Random random = new Random(5);
    boolean sawOneInTheMaking = false;
    for (int kill = 0; kill < KILLS; kill++) {
      try (ServeProcess serve = start(work.resolve("first"), 2)) {
        URI url = serve.awaitReady();
        HttpApi api = new HttpApi(url);
        if (kill == 0) {
          api.deploy("demo", CheckedRules.read(List.of(RULES)).text());
        }
        await().atMost(PATIENCE).until(() -> hidden(data()).isEmpty());
        int from = api.health().path("events").asInt();
        feed(api, from, Math.min(EVENTS, from + EVENTS / (KILLS + 2)));
        String name = "s" + kill;
        CompletableFuture<CommandRun> asked =
            CompletableFuture.supplyAsync(() -> savepoint("create", name, "--url", url));
        Path making = data().resolve("savepoints/.making-" + name);
        await().atMost(PATIENCE).until(() -> Files.exists(making) || asked.isDone());
        Thread.sleep(random.nextLong(60));
        serve.kill();
        api.close();
        CommandRun answered = asked.join();
        sawOneInTheMaking |= !hidden(data()).isEmpty();
        if (answered.code() == ExitCode.FINE) {
          fine("inspect", name, "--data", data(), "--verify");
        }
      }
    }
    assertThat(sawOneInTheMaking).as("a kill came while one was made").isTrue();
    for (JsonNode each : listed(data())) {
      assertThat(each.path("state").asString()).isEqualTo("complete");
    }
    try (ServeProcess serve = start(work.resolve("first"), 2);
        HttpApi api = new HttpApi(serve.awaitReady())) {
      assertThat(toTheEnd(api, undisturbed.size())).isEqualTo(undisturbed);
    }
  }

  private static List<JsonNode> listed(Path data) {
    JsonMapper mapper = new JsonMapper();
    return fine("list", "--data", data, "--json")
        .out()
        .lines()
        .map(line -> (JsonNode) mapper.readTree(line))
        .toList();
  }

  /** Removed in the background, so a moment after a start. */
  private static List<Path> hidden(Path data) throws IOException {
    Path folder = data.resolve("savepoints");
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
