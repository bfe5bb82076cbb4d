package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.StateStore.KeyChange;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;

/**
 * Intake and one match worker, slot by slot in the test's thread, so that every step can be seen.
 */
final class OneWorker {
  private final WorkerMemory memory = new WorkerMemory();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final DeploymentPlanner planner =
      new DeploymentPlanner(
          Schema.Fields.DECLARED, PredicateSet.Way.BY_NUMBER, 1_000, List.of(memory), figures);
  private final MemoryStorage storage = MemoryStorage.keeping();
  private final StateCache unbounded = new StateCache(Long.MAX_VALUE, () -> 0, () -> {});
  private final MatchHandler worker =
      new MatchHandler(
          0, 1, memory, storage.states(), unbounded, 0, true, false, RuleErrors.noted(), null);
  private final Intake intake =
      new Intake(
          TimeReading.START,
          ContentsReading.START,
          Running.NOTHING,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE);
  private final Slot slot = new Slot(1);
  private int barriers;
  private final List<PendingMatch> matches = new ArrayList<>();
  private Running running = Running.NOTHING;

  OneWorker() {
    worker.install(planner.restore(running, intake.start()));
  }

  void deploy(String text) {
    RuleSet ruleSet = TestRules.compile(text);
    DeploymentPlan plan = planner.deploy(running, "set", 1, 0, text, ruleSet, null, 0, false);
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

  void feed(List<TestEvent> events) {
    EventWriter writer = new EventWriter();
    events.forEach(event -> event.write(writer, running.schema()));
    slot.fill(EntryKind.EVENTS, writer.bytes(), 0, writer.length(), writer.count(), null);
    pass();
  }

  MatchHandler worker() {
    return worker;
  }

  Running running() {
    return running;
  }

  /** Found so far. */
  List<PendingMatch> matches() {
    return matches;
  }

  /** Blocks of memory that are in use. */
  long blocks() {
    return memory.heap().blocks();
  }

  /** Sends a barrier. The worker hands over some states with its slot. */
  CheckpointTicket barrier() {
    CheckpointTicket ticket = new CheckpointTicket(++barriers, 1, new Failure(), 0);
    ticket.alerting(List.of());
    slot.fill(EntryKind.BARRIER, new byte[0], 0, 0, 0, ticket);
    pass();
    return ticket;
  }

  /** Lets the worker do what it does when there is nothing else to do. */
  void idle() {
    boolean more = true;
    while (more) {
      more = worker.onIdle();
    }
  }

  /** What a checkpoint is made of. */
  List<KeyChange> checkpoint() throws InterruptedException {
    CheckpointTicket ticket = barrier();
    idle();
    return changes(ticket);
  }

  /** What the worker has said, once it is through. */
  static List<KeyChange> changes(CheckpointTicket ticket) throws InterruptedException {
    List<KeyChange> all = new ArrayList<>();
    ticket.awaitChanges(all::addAll);
    return all;
  }

  /** Slots with nothing in them. */
  void silence(int slots) {
    for (int i = 0; i < slots; i++) {
      slot.fill(EntryKind.EVENTS, new byte[0], 0, 0, 0, null);
      pass();
    }
  }
}
