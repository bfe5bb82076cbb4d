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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void noAlertIsLostAndNoneComesTwice() throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    Path file = FILE.isEmpty() ? generate() : Path.of(FILE);
    List<String> undisturbed = backtest(file);
    assertThat(undisturbed).hasSizeGreaterThan(50);
    List<String> lines = lines(file);

    try (WebhookProbe probe = new WebhookProbe()) {
      List<String> disturbed = serveAndKill(lines, undisturbed.size(), probe);
      assertThat(disturbed).isEqualTo(undisturbed);
      Set<String> ids = disturbed.stream().map(CrashRecoveryIT::id).collect(Collectors.toSet());
      assertThat(ids).hasSameSizeAs(disturbed);
      assertThat(probe.alerts()).isEqualTo(ids);
    }
  }

  private List<String> serveAndKill(List<String> lines, int alerts, WebhookProbe probe)
      throws IOException, InterruptedException {
    Random random = new Random(SEED);
    Feeder feeder = new Feeder(lines, random);
    String rules = CheckedRules.read(List.of(RULES)).text();
    for (int kill = 1; kill <= KILLS; kill++) {
      // Evenly spread over the stream, and somewhere within that part of it.
      long from = (long) lines.size() * (kill - 1) / KILLS;
      long until = (long) lines.size() * kill / KILLS;
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
      }
    }
    return serveToTheEnd(feeder, alerts, probe);
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
    return ServeProcess.start(folder, "--checkpoint-interval", "200ms", "--workers", "2");
  }

  private Path generate() throws IOException {
    Path file = folder.resolve("events.jsonl");
    try (var out = Files.newOutputStream(file)) {
      new PaymentWorld(WorldSettings.of(EVENTS, Math.max(1, EVENTS / 20), 11, 0.05)).writeTo(out);
    }
    return file;
  }

  private List<String> backtest(Path file) throws IOException {
    Path out = folder.resolve("undisturbed.jsonl");
    CommandRun run =
        CommandRun.of(
            "backtest", "--rules", RULES, "--events", file, "--out", out, "--name", RULE_SET);
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
