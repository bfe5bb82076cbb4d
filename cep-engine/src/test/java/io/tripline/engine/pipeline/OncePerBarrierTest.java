package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.engine.event.Schema;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.pipeline.OncePer.Standing;
import io.tripline.engine.port.StateStore.StateChange;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What {@code once per} remembers is handed over bit by bit, while alerts go on: the store then has
 * what was true at the barrier, and whoever restores it goes on as if nothing had happened.
 */
final class OncePerBarrierTest {
  private static final int KEYS = 300;

  private static final String RULES =
      TestRules.PAYMENT_TEXT
          + """
          rule one {
            by card
            pattern a
            define a: Payment where amount > 50
            alert "x" once per 5s
          }
          rule two {
            by card
            pattern a
            define a: Payment where amount > 60
            alert "x" once per 100ms
          }
          """;

  private final Random random = new Random();
  private final Running running = running();
  private OncePer oncePer = new OncePer(true, Running.NOTHING);
  // What has to be stored: at the last barrier, and now; by rule and key.
  private final Map<String, List<Long>> now = new TreeMap<>();
  private final Map<ByteBuffer, byte[]> stored = new HashMap<>();
  private long clock = 1_000_000;
  private long ordinal;

  private static Running running() {
    var ruleSet = TestRules.compile(RULES);
    List<RunningRule> rules = new ArrayList<>();
    for (var rule : ruleSet.rules()) {
      rules.add(new RunningRule("set", 1, DeploymentPlanner.compile(rule), 16 + rules.size()));
    }
    return Running.after(
        KeyGroups.NONE,
        List.of(),
        Schema.of(1, List.of(ruleSet), Schema.Fields.DECLARED),
        List.of(new Running.Set("set", 1, RULES, ruleSet, rules, RuleModes.LIVE)),
        20);
  }

  private void match() {
    clock += random.nextInt(10);
    RunningRule rule = running.rules().get(random.nextInt(2));
    byte[] key = {(byte) random.nextInt(KEYS / 2), (byte) random.nextInt(2)};
    String name = rule.name() + key[0] + "/" + key[1];
    List<Long> before = now.get(name);
    long bound = rule.name().equals("one") ? 5_000 : 100;
    Standing standing = oncePer.holding(rule, key, clock, false);
    assertThat(standing != null).isEqualTo(before != null && before.get(0) + bound >= clock);
    if (standing == null || before == null) {
      oncePer.raised(rule, key, clock, false, ++ordinal);
      now.put(name, List.of(clock, ordinal, 0L));
    } else {
      assertThat(standing.ordinal()).isEqualTo(before.get(1));
      assertThat(standing.suppress()).isEqualTo(before.get(2) + 1);
      now.put(name, List.of(before.get(0), before.get(1), before.get(2) + 1));
    }
  }

  private Map<String, List<Long>> standing() {
    Map<String, List<Long>> all = new TreeMap<>(now);
    all.entrySet()
        .removeIf(
            each ->
                each.getValue().get(0) + (each.getKey().startsWith("one") ? 5_000 : 100) < clock);
    return all;
  }

  private Map<String, List<Long>> read() {
    Map<String, List<Long>> all = new TreeMap<>();
    stored.forEach(
        (name, value) -> {
          ByteSource source = new ByteSource("name", name.array());
          assertThat(source.getText()).isEqualTo("set");
          String rule = source.getText();
          byte[] key = source.getRest();
          ByteSource of = new ByteSource("value", value);
          all.put(rule + key[0] + "/" + key[1], List.of(of.getLong(), of.getLong(), of.getLong()));
        });
    return all;
  }

  @Test
  void theStoreHasWhatWasTrueAtTheBarrier() {
    long seed = new Random().nextLong();
    System.out.println("OncePerBarrierTest seed " + seed);
    random.setSeed(seed);
    int most = 0;
    for (int round = 0; round < 200; round++) {
      for (int i = random.nextInt(1_000); i > 0; i--) {
        match();
      }
      clock += random.nextInt(5) == 0 ? 3_000 : 0;
      Map<String, List<Long>> expected = standing();
      List<StateChange> changes = new ArrayList<>();
      oncePer.leave(running, at(clock), changes);
      while (!oncePer.handOver(random.nextInt(10))) {
        match();
      }
      changes.forEach(this::store);
      assertThat(read()).as("seed %d, round %d", seed, round).isEqualTo(expected);
      most = Math.max(most, expected.size());

      if (random.nextInt(4) == 0) {
        restart(expected);
      }
    }
    assertThat(most).isGreaterThan(100);
  }

  private static TimeReading at(long clock) {
    TimeReading start = TimeReading.START;
    return new TimeReading(0, clock, clock, start.counts(), List.of(), 0, List.of());
  }

  private void store(StateChange change) {
    ByteBuffer name = ByteBuffer.wrap(change.key());
    byte[] before = change.value() == null ? stored.remove(name) : stored.put(name, change.value());
    assertThat(before != null).as("replaces").isEqualTo(change.replaces());
  }

  /** As after a crash: what came after the barrier has not happened. */
  private void restart(Map<String, List<Long>> expected) {
    oncePer = new OncePer(true, Running.NOTHING);
    stored.forEach((name, value) -> oncePer.restore(name.array(), value, false));
    oncePer.restored();
    now.clear();
    now.putAll(expected);
  }
}
