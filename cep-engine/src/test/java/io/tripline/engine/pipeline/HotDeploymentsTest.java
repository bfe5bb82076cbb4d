package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.Alert;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.mode.RuleMode;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An engine over which rule sets come, change and go keeps much of what it has made for those
 * before. It finds what an engine finds that is closed after each change, and opened on its store:
 * that one makes everything anew.
 */
final class HotDeploymentsTest {
  private static final int WORLDS = Integer.getInteger("hot.worlds", 12);
  private static final int CHANGES = 25;
  private static final String LIST = "list watched of string\n";
  private static final List<String> NAMES = List.of("b", "d", "f", "h", "k");

  private final Random random = new Random(20261123);

  /** One of the two engines. */
  private static final class Side {
    final MemoryStorage storage = MemoryStorage.keeping();
    final PredicateSet.Way way;
    final boolean makesAnew;
    int workers;
    Engine engine;

    Side(PredicateSet.Way way, boolean makesAnew, int workers) {
      this.way = way;
      this.makesAnew = makesAnew;
      this.workers = workers;
      this.engine = open();
    }

    private Engine open() {
      return Engine.open(
          TestEngine.settings(workers), way, storage, (name, text) -> read(text), PastRecords.NONE);
    }

    void changed() {
      if (makesAnew) {
        engine.close();
        workers = 1 + workers % 3;
        engine = open();
      }
    }
  }

  /** What is done to both. */
  private interface Step {
    void to(Engine engine) throws InterruptedException;
  }

  private static RuleSet read(String text) {
    return TestRules.compile(text);
  }

  private String rule(String name) {
    String key = random.nextInt(3) == 0 ? "account" : "card";
    String amount = "0." + (10 + random.nextInt(80));
    int millis = 500 + 500 * random.nextInt(6);
    String once = random.nextBoolean() ? " once per " + 300 * (1 + random.nextInt(5)) + "ms" : "";
    String alert = "alert \"" + random.nextInt(3) + "\"" + once + "\n";
    return switch (random.nextInt(9)) {
      case 0 -> pattern(name, key, "a -> b within " + millis + "ms", amount) + alert + "}\n";
      case 1 ->
          pattern(name, key, "a ~> b within " + millis + "ms", amount)
              + "after match skip none\n"
              + alert
              + "}\n";
      case 2 -> pattern(name, key, "a{2} -> b within " + millis + "ms", amount) + alert + "}\n";
      case 3 -> pattern(name, key, "a -> b within " + millis + "ms", "a.amount") + alert + "}\n";
      case 4 ->
          "rule %s { on Payment by %s when count() over %dms >= %d and amount > %s\n"
                  .formatted(name, key, millis, 2 + random.nextInt(3), amount)
              + alert
              + "}\n";
      case 5 ->
          "rule %s { on Payment by %s when sum(amount) over %dms > 1.%02d and amount < %s\n"
                  .formatted(name, key, millis, random.nextInt(100), amount)
              + alert
              + "}\n";
      case 6 ->
          "rule %s { on Payment by %s when card in watched and amount > %s\n"
                  .formatted(name, key, amount)
              + alert
              + "}\n";
      case 7 ->
          "rule %s { by card pattern a -> b within %dms define a: Login b: Payment where amount > %s\n"
                  .formatted(name, millis, amount)
              + alert
              + "}\n";
      default ->
          "rule %s { by %s pattern a -> not b within %dms define a: Payment where amount > %s b: Payment\n"
                  .formatted(name, key, millis, amount)
              + alert
              + "}\n";
    };
  }

  private String pattern(String name, String key, String pattern, String amount) {
    return "rule %s { by %s pattern %s define a: Payment where amount < 0.%d b: Payment where amount >= %s\n"
        .formatted(name, key, pattern, 20 + random.nextInt(70), amount);
  }

  private String ruleSet(List<String> rules) {
    StringBuilder text = new StringBuilder();
    String all = String.join("", rules);
    text.append(all.contains("watched") ? LIST : "");
    text.append(TestRules.PAYMENT_TEXT);
    text.append(all.contains("Login") ? TestRules.LOGIN_TEXT : "");
    return text.append(all).toString();
  }

  @ParameterizedTest
  @EnumSource(PredicateSet.Way.class)
  void whatIsKeptOverChangesFindsWhatIsMadeAnew(PredicateSet.Way way) throws InterruptedException {
    long alerts = 0;
    for (int world = 0; world < WORLDS; world++) {
      alerts += compare(way, world);
    }
    assertThat(alerts).isGreaterThan(100L * WORLDS);
  }

  private int compare(PredicateSet.Way way, int world) throws InterruptedException {
    Side kept = new Side(way, false, 1 + world % 3);
    Side anew = new Side(way, true, 1);
    TreeMap<String, List<String>> deployed = new TreeMap<>();
    List<TestEvent> events = TestEvent.stream(world, 40 * CHANGES);
    try {
      for (int change = 0; change < CHANGES; change++) {
        Step step = step(deployed, change);
        List<TestEvent> next = events.subList(40 * change, 40 * change + 40);
        for (Side side : List.of(kept, anew)) {
          step.to(side.engine);
          side.changed();
          feed(side.engine, next);
        }
      }
      kept.engine.awaitProcessed();
      anew.engine.awaitProcessed();
      List<Alert> found = kept.storage.alerts().all();
      assertThat(found).as("world %d", world).isEqualTo(anew.storage.alerts().all());
      return found.size();
    } finally {
      kept.engine.close();
      anew.engine.close();
    }
  }

  private static void feed(Engine engine, List<TestEvent> events) throws InterruptedException {
    boolean takesLogins = engine.schema().find("Login").isPresent();
    boolean takesPayments = engine.schema().find("Payment").isPresent();
    List<TestEvent> known =
        events.stream()
            .filter(event -> event.type().equals("Login") ? takesLogins : takesPayments)
            .toList();
    TestEngine.feed(engine, known, 5);
  }

  private Step step(TreeMap<String, List<String>> deployed, int change) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    List<String> rules = deployed.get(name);
    int what = random.nextInt(12);
    if (rules == null || what < 5) {
      return deploy(deployed, name, change);
    }
    switch (what) {
      case 5, 6 -> {
        deployed.remove(name);
        return engine -> assertThat(engine.undeploy(name)).isPresent();
      }
      case 7 -> {
        String text = ruleSet(List.of(rule("foreseen"), rule("x0")));
        return engine -> engine.foresee(name, text, read(text), Engine.Options.USUAL);
      }
      case 8, 9 -> {
        RuleModes.Change to =
            random.nextBoolean()
                ? new RuleModes.Change.Pause(null)
                : new RuleModes.Change.Resume(null);
        return engine -> assertThat(engine.change(name, to)).isPresent();
      }
      case 10 -> {
        RuleModes.Change to =
            new RuleModes.Change.To(null, random.nextBoolean() ? RuleMode.LIVE : RuleMode.SHADOW);
        return engine -> assertThat(engine.change(name, to)).isPresent();
      }
      default -> {
        String word = (random.nextBoolean() ? "+" : "-") + "watched/card-" + random.nextInt(12);
        return engine -> {
          if (engine.contents().containsKey("watched")) {
            TestContents.apply(engine, word);
          }
        };
      }
    }
  }

  private Step deploy(TreeMap<String, List<String>> deployed, String name, int change) {
    List<String> rules = new ArrayList<>(deployed.getOrDefault(name, List.of()));
    if (rules.isEmpty() || random.nextInt(3) > 0) {
      rules.add(rule("x" + change));
    }
    if (rules.size() > 1 && random.nextInt(3) == 0) {
      rules.remove(random.nextInt(rules.size()));
    }
    if (random.nextInt(3) == 0) {
      int which = random.nextInt(rules.size());
      String same = rules.get(which).split(" ")[1];
      rules.set(which, rule(same));
    }
    deployed.put(name, rules);
    String text = ruleSet(rules);
    boolean drains = random.nextInt(3) == 0;
    return engine -> {
      if (!drains || !drained(engine, name, text)) {
        engine.deploy(name, text, read(text));
      }
    };
  }

  /** False if rules that lose their states cannot drain beside what is deployed. */
  private static boolean drained(Engine engine, String name, String text)
      throws InterruptedException {
    try {
      engine.deploy(name, text, read(text), Engine.Options.USUAL.with(Engine.Start.DRAIN));
      return true;
    } catch (DeploymentRefusedException e) {
      assertThat(e).hasMessageContaining("cannot drain");
      return false;
    }
  }
}
