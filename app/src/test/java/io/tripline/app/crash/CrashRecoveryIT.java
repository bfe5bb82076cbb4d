package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.testing.CommandRun;
import io.tripline.app.testing.HttpApi;
import io.tripline.app.testing.Repository;
import io.tripline.app.testing.ServeProcess;
import io.tripline.app.testing.WebhookProbe;
import io.tripline.examples.world.PaymentWorld;
import io.tripline.examples.world.WorldSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Kills the server at random moments under load, restarts it, and compares its alerts with those of
 * a backtest of the same events.
 *
 * <p>Set with {@code -Dtripline.crash.…}: {@code kills} and {@code events} for a longer run, {@code
 * seed} to repeat one, {@code file} and {@code rules} for other data.
 */
final class CrashRecoveryIT {
  private static final int KILLS = Integer.getInteger("tripline.crash.kills", 6);
  private static final int EVENTS = Integer.getInteger("tripline.crash.events", 30_000);
  private static final long SEED = Long.getLong("tripline.crash.seed", System.nanoTime());
  private static final String FILE = System.getProperty("tripline.crash.file", "");
  private static final Path RULES =
      Path.of(
          System.getProperty("tripline.crash.rules", Repository.path("examples/demo").toString()));

  private static final String RULE_SET = "crashed";
  private static final int KILLED = 128 + 9;
  private static final Pattern REPLAY = Pattern.compile(" [1-9]\\d* entries replayed");
  private static final Pattern TIME = Pattern.compile("\"time\":\"([^\"]+)\"");
  private static final Duration LATENESS = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  /** What is killed is the process, not the machine: both ways to sync must do. */
  private String sync = "every-batch";

  /** Whether each kill takes what the system may not have written to disk yet, too. */
  private boolean losesPower;

  @Test
  void noAlertIsLostAndNoneComesTwice() throws IOException, InterruptedException {
    Path file = FILE.isEmpty() ? generate(EVENTS) : Path.of(FILE);
    compare(RULES, file, KILLS);
  }

  @Test
  void noAlertIsLostWhereSyncsAreShared() throws IOException, InterruptedException {
    sync = "30ms";
    compare(RULES, FILE.isEmpty() ? generate(EVENTS / 2) : Path.of(FILE), Math.max(2, KILLS / 2));
  }

  @Test
  void eventsThatWaitForTheirTurnSurviveToo() throws IOException, InterruptedException {
    sync = "os";
    Path file = shuffled(FILE.isEmpty() ? generate(EVENTS / 2) : Path.of(FILE));
    Path rules = folder.resolve("patient");
    Files.createDirectory(rules);
    String text = CheckedRules.read(List.of(RULES)).text();
    Files.writeString(
        rules.resolve("patient.trip"),
        text.replaceAll("@time\\b", "@time(lateness " + LATENESS.toMinutes() + "m)"));
    compare(rules, file, Math.max(1, KILLS / 2));
  }

  /**
   * The system writes to disk in an order of its own, here the store's database before the journal:
   * so the journal may lack entries of which alerts, and even a checkpoint, are stored.
   */
  @Test
  void aLossOfPowerWithoutSyncsTakesSomeOfTheEndAndNothingElse()
      throws IOException, InterruptedException {
    sync = "os";
    losesPower = true;
    compare(RULES, FILE.isEmpty() ? generate(EVENTS / 2) : Path.of(FILE), KILLS);
  }

  private void losePower(Random random) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder.resolve("data/journal"))) {
      files = all.filter(file -> file.toFile().length() > 0).sorted().toList();
    }
    if (files.isEmpty()) {
      return;
    }
    // A page of what was written last is missing, or all from there on.
    try (FileChannel last = FileChannel.open(files.getLast(), StandardOpenOption.WRITE)) {
      long at = Math.max(0, last.size() - 1 - random.nextLong(60_000));
      if (random.nextBoolean()) {
        last.truncate(at);
      } else {
        last.write(ByteBuffer.allocate((int) Math.min(4096, last.size() - at)), at);
      }
    }
  }

  /** Events that arrive late, each by as much as its type allows at most. */
  private Path shuffled(Path file) throws IOException {
    Random random = new Random(SEED);
    record Arrival(long at, String line) {}
    List<Arrival> arrivals = new ArrayList<>();
    for (String line : lines(file)) {
      Matcher time = TIME.matcher(line);
      assertThat(time.find()).as(line).isTrue();
      long late = random.nextLong(LATENESS.toMillis());
      arrivals.add(new Arrival(Instant.parse(time.group(1)).toEpochMilli() + late, line));
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    Path shuffled = folder.resolve("shuffled.jsonl");
    Files.write(shuffled, arrivals.stream().map(Arrival::line).toList());
    return shuffled;
  }

  private void compare(Path rules, Path file, int kills) throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    List<String> undisturbed = backtest(rules, file);
    assertThat(undisturbed).hasSizeGreaterThan(50);
    List<String> lines = lines(file);

    try (WebhookProbe probe = new WebhookProbe()) {
      List<String> disturbed = serveAndKill(rules, lines, kills, undisturbed.size(), probe);
      assertThat(disturbed).isEqualTo(undisturbed);
      Set<String> ids = disturbed.stream().map(CrashRecoveryIT::id).collect(Collectors.toSet());
      assertThat(ids).hasSameSizeAs(disturbed);
      assertThat(probe.alerts()).isEqualTo(ids);
    }
  }

  private List<String> serveAndKill(
      Path ruleFiles, List<String> lines, int kills, int alerts, WebhookProbe probe)
      throws IOException, InterruptedException {
    Random random = new Random(SEED);
    Feeder feeder = new Feeder(lines, random, losesPower);
    String rules = CheckedRules.read(List.of(ruleFiles)).text();
    for (int kill = 1; kill <= kills; kill++) {
      // Evenly spread over the stream, and somewhere within that part of it.
      long from = (long) lines.size() * (kill - 1) / kills;
      long until = (long) lines.size() * kill / kills;
      long target = random.nextLong(from, until);
      long grace = random.nextLong(40);
      try (ServeProcess serve = start()) {
        if (kill > 1 && random.nextInt(3) == 0) {
          // While it recovers, perhaps.
          Thread.sleep(random.nextLong(1500));
          serve.kill();
          continue;
        }
        try (HttpApi api = new HttpApi(serve.awaitReady())) {
          if (kill == 1) {
            api.deploy(RULE_SET, rules);
            api.call(
                "POST", "/v1/webhooks", "application/json", "{\"url\":\"" + probe.url() + "\"}");
          }
          feeder.resume(api);
          feeder.feedUntil(api, target);
          CompletableFuture<Integer> code =
              CompletableFuture.supplyAsync(() -> killAfter(grace, serve));
          feeder.feedUntilItBreaks(api);
          assertThat(code.join()).isEqualTo(KILLED);
        }
        if (losesPower) {
          losePower(random);
        }
      }
    }
    List<String> all = serveToTheEnd(feeder, alerts, probe);
    assertThat(feeder.lost() > 0).as("acknowledged events were lost").isEqualTo(losesPower);
    return all;
  }

  private static int killAfter(long millis, ServeProcess serve) {
    try {
      Thread.sleep(millis);
      return serve.kill();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> serveToTheEnd(Feeder feeder, int alerts, WebhookProbe probe)
      throws IOException, InterruptedException {
    try (ServeProcess serve = start();
        HttpApi api = new HttpApi(serve.awaitReady())) {
      feeder.resume(api);
      feeder.feedUntil(api, Long.MAX_VALUE);
      // As the end of the input does in a backtest.
      api.call("POST", "/v1/time", "application/json", "{\"time\":\"9999-01-01T00:00:00Z\"}");
      // More alerts than there should be are seen by the comparison.
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  api.health().path("alerts").asInt() >= alerts && probe.alerts().size() >= alerts);
      List<String> all = api.alerts();
      assertThat(serve.terminate()).isEqualTo(ExitCode.FINE);
      // Otherwise nothing was ever lost from memory, and this test has shown nothing.
      assertThat(serve.log()).containsPattern(REPLAY);
      return all;
    }
  }

  private ServeProcess start() throws IOException {
    // A slow machine must not make the one source idle, which a backtest does not know.
    // Its end is told by a time that lies ahead of every clock.
    return ServeProcess.start(
        folder,
        "--checkpoint-interval",
        "200ms",
        "--workers",
        "2",
        "--source-idle-time",
        "0s",
        "--sync",
        sync,
        "--max-ahead",
        "0s");
  }

  private Path generate(int events) throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (var out = Files.newOutputStream(file)) {
      new PaymentWorld(WorldSettings.of(events, Math.max(1, events / 20), 11, 0.05)).writeTo(out);
    }
    return file;
  }

  private List<String> backtest(Path rules, Path file) throws IOException {
    Path out = folder.resolve("undisturbed.jsonl");
    CommandRun run =
        CommandRun.of(
            "backtest", "--rules", rules, "--events", file, "--out", out, "--name", RULE_SET);
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.FINE);
    return Files.readAllLines(out);
  }

  private static List<String> lines(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      InputStream text = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  private static String id(String alert) {
    return new JsonMapper().readTree(alert).path("id").asString();
  }
}
