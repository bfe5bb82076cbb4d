package io.tripline.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine on the store that ships is killed in the middle of writes, also between the pieces of
 * one change of a table: what rules see of lists, tables and features, their alerts, and what they
 * answer to whoever asks are those of an engine that nothing disturbs. {@code
 * -Dtripline.crash.seed} repeats a run.
 */
final class KilledEngineIT {
  private static final long SEED = Long.getLong("tripline.crash.seed", System.nanoTime());
  private static final int STEPS = Integer.getInteger("tripline.crash.steps", 240);

  /** A process that makes no progress would be started for ever. */
  private static final int MOST_PROCESSES = 400;

  /** At which writes a process ends: one of the first so many. */
  private record When(String what, int within) {}

  private static final List<When> WHEN =
      List.of(
          new When("upload", 5),
          new When("decisions", 6),
          new When("any", 30),
          new When("upload", 5),
          new When("checkpoint", 2));

  @TempDir private Path folder;

  private int answered;

  /** What was told of an event, by its text: once, and then the same each time. */
  private final Map<String, String> answers = new TreeMap<>();

  private final Set<String> kills = new TreeSet<>();
  private final List<String> found = new ArrayList<>();
  private final List<String> result = new ArrayList<>();

  @Test
  void killedInTheMiddleOfWritesItAnswersAndAlertsAlike() throws IOException, InterruptedException {
    System.out.println("tripline.crash.seed = " + SEED);
    assertThat(run("undisturbed", 2, "never", 0, false)).isZero();
    List<String> undisturbed = List.copyOf(result);
    Map<String, String> told = Map.copyOf(answers);
    assertThat(undisturbed.stream().filter(line -> line.startsWith("alert ")))
        .hasSizeGreaterThan(5);
    assertThat(told).hasSizeGreaterThan(20);
    assertThat(told.values().stream().map(KilledEngineIT::decision).distinct())
        .contains("DECLINE", "REVIEW", "null");

    result.clear();
    answered = 0;
    Random random = new Random(SEED);
    int processes = 0;
    int code = KillingStorage.KILLED;
    while (code == KillingStorage.KILLED && processes++ < MOST_PROCESSES) {
      result.clear();
      When when = WHEN.get(processes % WHEN.size());
      int write = 1 + random.nextInt(when.within);
      code = run("killed", 1 + random.nextInt(3), when.what, write, random.nextBoolean());
    }
    assertThat(code).isZero();
    assertThat(result).isEqualTo(undisturbed);
    assertThat(answers).isEqualTo(told);
    // Otherwise this has shown little.
    assertThat(processes).isGreaterThan(8);
    assertThat(kills.stream().map(kill -> kill.split(" ")[0]))
        .contains("journal", "decisions", "checkpoint");
    assertThat(found).as("changes that a kill cut short").contains("nothing");
    System.out.println("KilledEngineIT " + processes + " processes, " + kills + ", " + found);
  }

  private static String decision(String answer) {
    return answer.replaceAll(".*, decision=(\\w+),.*", "$1");
  }

  private int run(String store, int workers, String from, int write, boolean after)
      throws IOException, InterruptedException {
    List<String> arguments =
        List.of(
            folder.resolve(store).toString(),
            Long.toString(SEED),
            Integer.toString(STEPS),
            Integer.toString(answered),
            Integer.toString(workers),
            from,
            Integer.toString(write),
            Boolean.toString(after));
    return KilledProcess.run(
        folder, KilledEngine.class, arguments, this::hear, from + ", step " + answered);
  }

  private void hear(String line) {
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "step" -> answered = Integer.parseInt(words[1]) + 1;
      case "answer" -> {
        String event = words[1].replaceAll(", event=.*", "");
        assertThat(answers.merge(event, words[1], (first, again) -> first)).isEqualTo(words[1]);
      }
      case "kill" -> kills.add(words[1]);
      case "found" -> found.add(words[1]);
      default -> result.add(line);
    }
  }
}
