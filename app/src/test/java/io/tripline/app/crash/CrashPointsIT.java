package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.testing.WebhookProbe;
import io.tripline.engine.port.CrashPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process is killed at each {@link CrashPoint}, at one of the first times that it passes it, and
 * the next one, too, perhaps while it recovers: alerts, answers, lists, tables and late events are
 * those of a process that nothing disturbs, a webhook has heard of each alert, and savepoints that
 * are made and restored on the way are whole.
 *
 * <p>Set with {@code -Dtripline.crash.…}: {@code seed} to repeat a run, {@code rounds} to kill at
 * each point so many times.
 */
final class CrashPointsIT {
  private static final long SEED = Long.getLong("tripline.crash.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("tripline.crash.rounds", 1);
  private static final int STEPS = Integer.getInteger("tripline.crash.steps", 120);

  /** So often all steps are taken before a point that was never passed is one that never is. */
  private static final int MOST_RUNS = 6;

  /** A process ends at one of so many passings, in the first run. */
  private static final int PASSINGS = 8;

  /** A process passes the point once, or seldom more often. */
  private static final Set<CrashPoint> SELDOM =
      EnumSet.of(
          CrashPoint.RECOVERY_BEFORE,
          CrashPoint.RECOVERY_STATES_READ,
          CrashPoint.RECOVERY_REPLAYED,
          CrashPoint.DEPLOYMENT_ENTRY_BEFORE,
          CrashPoint.DEPLOYMENT_ENTRY_AFTER,
          CrashPoint.RULE_VERSION_BEFORE,
          CrashPoint.RULE_VERSION_AFTER,
          CrashPoint.JOURNAL_FILE_BEGUN,
          CrashPoint.JOURNAL_CUT_BEFORE,
          CrashPoint.JOURNAL_CUT_AFTER,
          CrashPoint.LATE_BEFORE,
          CrashPoint.LATE_AFTER,
          CrashPoint.REJECTED_BEFORE,
          CrashPoint.REJECTED_AFTER,
          CrashPoint.SAVEPOINT_BEGUN,
          CrashPoint.SAVEPOINT_DATABASE_COPIED,
          CrashPoint.SAVEPOINT_DESCRIBED_BEFORE,
          CrashPoint.SAVEPOINT_NAMED_BEFORE,
          CrashPoint.SAVEPOINT_NAMED_AFTER,
          CrashPoint.RESTORE_BEGUN,
          CrashPoint.RESTORE_COPIED,
          CrashPoint.RESTORE_AFTER);

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private int answered;
  private final Map<String, String> answers = new TreeMap<>();
  private final List<String> result = new ArrayList<>();
  private CrashPoint killedAt = CrashPoint.RECOVERY_BEFORE;

  /** What there was at the end. */
  private record Outcome(List<String> result, Map<String, String> answers, Set<String> heard) {}

  @Test
  void killedAtEveryPointNothingIsLostAndNothingComesTwice()
      throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    Outcome undisturbed = run("undisturbed", EnumSet.noneOf(CrashPoint.class), 0);
    assertThat(undisturbed.heard).hasSizeGreaterThan(5);
    assertThat(undisturbed.result).filteredOn(line -> line.startsWith("late ")).isNotEmpty();
    int kills = 0;
    for (int round = 0; round < ROUNDS; round++) {
      Set<CrashPoint> left = EnumSet.allOf(CrashPoint.class);
      for (int run = 0; !left.isEmpty(); run++) {
        assertThat(run).as("never passed: %s", left).isLessThan(MOST_RUNS);
        int before = left.size();
        Outcome killed = run("killed-" + round + "-" + run, left, run);
        assertThat(killed.result).isEqualTo(undisturbed.result);
        assertThat(killed.answers).isEqualTo(undisturbed.answers);
        assertThat(killed.heard).isEqualTo(undisturbed.heard);
        kills += before - left.size();
      }
    }
    System.out.println("CrashPointsIT killed " + kills + " processes");
  }

  /**
   * All steps, by as many processes as it takes.
   *
   * @param left points at which none has ended; those where one does are removed
   * @param run in the first one only some points at a time count, so that they spread over all
   *     steps; the later it is, the earlier a process ends, so that points that are passed a few
   *     times alone are not missed again
   */
  private Outcome run(String store, Set<CrashPoint> left, int run)
      throws IOException, InterruptedException {
    answered = 0;
    answers.clear();
    try (WebhookProbe probe = new WebhookProbe()) {
      int code = KillingStorage.KILLED;
      while (code == KillingStorage.KILLED) {
        result.clear();
        Map<CrashPoint, Integer> when = new EnumMap<>(CrashPoint.class);
        for (CrashPoint point : left) {
          if (run > 0 || random.nextInt(3) == 0) {
            int most = SELDOM.contains(point) ? 1 : Math.max(1, PASSINGS >> run);
            when.put(point, 1 + random.nextInt(most));
          }
        }
        code = process(store, KillingPoints.text(when), probe.url());
        if (code == KillingStorage.KILLED) {
          left.remove(killedAt);
        }
      }
      assertThat(code).isZero();
      assertThat(probe.alerts()).as("of each alert that is told").isEqualTo(told());
      return new Outcome(List.copyOf(result), Map.copyOf(answers), probe.alerts());
    }
  }

  private Set<String> told() {
    return result.stream()
        .filter(line -> line.startsWith("alert "))
        .map(line -> JsonMapper.shared().readTree(line.substring(6, line.lastIndexOf(' '))))
        .filter(alert -> !alert.path("mode").asString("live").equals("shadow"))
        .map((JsonNode alert) -> alert.path("id").asString())
        .collect(Collectors.toSet());
  }

  private int process(String store, String when, String url)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            folder.resolve(store).toString(),
            Long.toString(SEED),
            Integer.toString(STEPS),
            Integer.toString(answered),
            Integer.toString(1 + random.nextInt(3)),
            when,
            url,
            random.nextInt(3) == 0 || when.contains("JOURNAL_SYNC") ? "5" : "0");
    return KilledProcess.run(
        folder, KilledAtPoints.class, arguments, this::hear, when + ", step " + answered);
  }

  private void hear(String line) {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "step" -> answered = Integer.parseInt(words[1]) + 1;
      case "answer" -> {
        String event = words[1].replaceAll(", event=.*", "");
        assertThat(answers.merge(event, words[1], (first, again) -> first)).isEqualTo(words[1]);
      }
      case "kill" -> killedAt = CrashPoint.valueOf(words[1]);
      case "found" -> {}
      default -> result.add(line);
    }
  }
}
