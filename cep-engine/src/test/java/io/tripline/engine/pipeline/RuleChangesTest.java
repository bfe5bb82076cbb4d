package io.tripline.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.StateStore.StateChange;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of keys and states in a worker's memory when rules come and go. */
final class RuleChangesTest {
  private static final String TYPES =
      """
      event Payment {
        id      string     @id
        time    timestamp  @time
        card    string?
        account int?
        amount  decimal(2)
      }
      event Login {
        time timestamp @time
        card string?
      }
      """;

  private static final String LATE_TYPES =
      TYPES.replace("@time\n  card    string?", "@time(lateness 5s)\n  card    string?");

  private static String rule(String name, String key) {
    return """
    rule %s {
      by %s
      pattern a -> b  within 1h
      define
        a: Payment where amount < 50
        b: Payment where amount >= 50
      alert "x"
    }
    """
        .formatted(name, key);
  }

  private static String withLogin(String name) {
    return """
    rule %s {
      by card
      pattern a -> b  within 1h
      define
        a: Login
        b: Payment where amount >= 50
      alert "x"
    }
    """
        .formatted(name);
  }

  private final WorkerMemory memory = new WorkerMemory();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final DeploymentPlanner planner =
      new DeploymentPlanner(
          Schema.Fields.DECLARED, PredicateSet.Way.BY_NUMBER, 1_000, List.of(memory), figures);
  private final MemoryStorage storage = MemoryStorage.keeping();
  private final StateCache unbounded = new StateCache(Integer.MAX_VALUE, () -> -1, () -> {});
  private final MatchHandler worker =
      new MatchHandler(0, 1, memory, storage.states(), unbounded, 0, true, false);
  private final Intake intake =
      new Intake(TimeReading.START, Running.NOTHING, Integer.MAX_VALUE, Integer.MAX_VALUE);
  private final Slot slot = new Slot(1);
  private final List<PendingMatch> matches = new ArrayList<>();
  private Running running = Running.NOTHING;

  RuleChangesTest() {
    worker.install(planner.restore(running, intake.clocks()));
  }

  private void deploy(String text) {
    RuleSet ruleSet = TestRules.compile(text);
    DeploymentPlan plan = planner.deploy(running, "set", 1, 0, text, ruleSet);
    slot.fill(EntryKind.DEPLOY, new byte[0], 0, 0, 1, plan);
    pass();
    running = plan.target();
  }

  private void pass() {
    intake.onSlot(slot, true);
    worker.onSlot(slot, true);
    slot.takeMatches(matches);
    slot.release();
  }

  private void feed(List<TestEvent> events) {
    EventWriter writer = new EventWriter();
    events.forEach(event -> event.write(writer, running.schema()));
    slot.fill(EntryKind.EVENTS, writer.bytes(), 0, writer.length(), writer.count(), null);
    pass();
  }

  private static List<TestEvent> payments(int keys, long time, long amount) {
    return IntStream.range(0, keys)
        .mapToObj(k -> TestEvent.payment("p" + k, time, "card-" + k, k, amount))
        .toList();
  }

  /** What a checkpoint is made of. */
  private List<StateChange> checkpoint() {
    CheckpointTicket ticket = new CheckpointTicket(1, 0);
    slot.fill(EntryKind.BARRIER, new byte[0], 0, 0, 0, ticket);
    pass();
    return ticket.allChanges();
  }

  /** Slots with nothing in them. */
  private void silence(int slots) {
    for (int i = 0; i < slots; i++) {
      slot.fill(EntryKind.EVENTS, new byte[0], 0, 0, 0, null);
      pass();
    }
  }

  @Test
  void rulesOfOneKeyShareATable() {
    deploy(TYPES + rule("one", "card") + rule("two", "card") + rule("other", "account"));
    feed(payments(500, 1_000, 10_00));
    assertThat(worker.keyStates()).isEqualTo(1_500);
    assertThat(running.groups().groups()).hasSize(2);
    assertThat(worker.lookUps()).isEqualTo(1_000);
  }

  @Test
  void aRuleThatJoinsTypesSharesWithThoseOfEither() {
    deploy(TYPES + rule("one", "card") + withLogin("two"));
    assertThat(running.groups().groups()).hasSize(1);
    feed(payments(10, 1_000, 10_00));
    feed(List.of(TestEvent.login(1_000, "card-3")));
    feed(payments(10, 1_001, 60_00));
    assertThat(matches).hasSize(11);
  }

  @Test
  void whatARuleThatGoesHasLeftIsRemovedBitByBit() {
    String one = TYPES + rule("one", "card");
    deploy(one + rule("two", "card") + rule("three", "card") + rule("four", "card"));
    feed(payments(500, 1_000, 10_00));
    long all = worker.bytes();
    deploy(one);
    assertThat(worker.keyStates()).isEqualTo(500);
    silence(3);
    assertThat(worker.bytes()).isLessThan(all - 500 * 90);
    feed(payments(500, 1_001, 60_00));
    assertThat(matches).hasSize(500);
    assertThat(memory.heap().blocks()).isZero();
  }

  @Test
  void aGroupWithoutRulesGoesToo() {
    deploy(TYPES + rule("one", "card") + rule("other", "account"));
    feed(payments(500, 1_000, 10_00));
    deploy(TYPES);
    silence(5);
    assertThat(memory.heap().blocks()).isZero();
    assertThat(worker.bytes()).isZero();
  }

  @Test
  void aKeptRuleGoesOnAmongOthers() {
    deploy(TYPES + rule("m", "card"));
    feed(payments(300, 1_000, 10_00));
    deploy(TYPES + rule("a", "card") + rule("m", "card") + rule("z", "card"));
    feed(payments(300, 1_001, 60_00));
    assertThat(matches).hasSize(300).allMatch(match -> match.rule().name().equals("m"));
    feed(payments(300, 1_002, 10_00));
    deploy(TYPES + rule("m", "card"));
    deploy(TYPES + rule("m", "card") + rule("new", "card"));
    feed(payments(300, 1_003, 60_00));
    assertThat(matches).hasSize(600).allMatch(match -> match.rule().name().equals("m"));
    silence(3);
    assertThat(memory.heap().blocks()).isZero();
  }

  @Test
  void aRuleThatGetsALatenessTakesItsStatesAlong() {
    deploy(TYPES + rule("one", "card") + rule("two", "card"));
    feed(payments(300, 1_000, 10_00));
    long before = worker.bytes();
    deploy(LATE_TYPES + rule("one", "card") + rule("two", "card"));
    assertThat(running.lanes().count()).isEqualTo(2);
    assertThat(worker.keyStates()).isEqualTo(600);
    silence(3);
    assertThat(worker.bytes()).isEqualTo(before);
    feed(payments(300, 1_001, 60_00));
    assertThat(matches).as("they wait for their turn").isEmpty();
    feed(List.of(TestEvent.payment("last", 10_000, null, 1, 10_00)));
    assertThat(matches).hasSize(600);
    assertThat(memory.heap().blocks()).isZero();
  }

  @Test
  void theStoreHearsOfWhatWentBeforeItsGroupDid() {
    deploy(TYPES + rule("one", "card"));
    feed(payments(3, 1_000, 10_00));
    assertThat(checkpoint()).hasSize(3).noneMatch(change -> change.value() == null);
    feed(payments(2, 1_001, 60_00));
    assertThat(matches).hasSize(2);
    deploy(LATE_TYPES + rule("one", "card"));
    silence(5);
    assertThat(checkpoint()).hasSize(2).allMatch(change -> change.value() == null);
    assertThat(checkpoint()).isEmpty();
  }
}
