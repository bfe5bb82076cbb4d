package io.tripline.engine.pipeline;

import io.tripline.engine.contents.ContentsReading;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.Schema;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.pipeline.Engine.Deployment;
import io.tripline.engine.port.RuleVersions.RuleFailure;
import io.tripline.engine.predicate.PredicateSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the rules over entries of the past: stages as those of an {@link Engine}, with threads
 * and memory of their own, whose alerts nobody is told of. What is wanted of it are the states that
 * it ends with. One thread feeds it; who reads the states has to have awaited what was put in.
 */
final class WarmRun implements PastSink {
  // Few, so that it comes to rest soon.
  private static final int SLOTS = 16;
  private static final long FIRST = 1;

  private final Failure failure = new Failure();
  private final Ring ring;
  private final Intake intake;
  private final List<MatchHandler> workers = new ArrayList<>();
  private final Silence end = new Silence();

  /**
   * @param part the rules, at their places
   * @param start where the intake stood before the first entry
   */
  WarmRun(
      Running part,
      TimeReading start,
      Schema.Fields fields,
      PredicateSet.Way way,
      EngineSettings settings) {
    int count = settings.workers();
    intake =
        new Intake(
            start,
            ContentsReading.of(part.sets().stream().map(Running.Set::ruleSet).toList()),
            part,
            settings.maxHeldEvents(),
            settings.maxRememberedIds());
    List<WorkerMemory> memories = Stream.generate(WorkerMemory::new).limit(count).toList();
    DeploymentPlan plan =
        new DeploymentPlanner(
                fields, way, settings.maxRunsPerKey(), memories, new RuleFiguresRegistry())
            .restore(part, intake.start());
    WorkersMeeting meeting = count == 1 ? null : new WorkersMeeting(count, failure);
    MemoryStorage nowhere = MemoryStorage.passing(_ -> {});
    for (int i = 0; i < count; i++) {
      StateCache unbounded = new StateCache(Long.MAX_VALUE, () -> 0, () -> {});
      MatchHandler worker =
          new MatchHandler(
              i,
              count,
              memories.get(i),
              nowhere.states(),
              unbounded,
              FIRST,
              false,
              false,
              RuleErrors.noted(),
              meeting);
      worker.install(plan);
      workers.add(worker);
    }
    ring = new Ring(SLOTS, count, failure);
    if (count == 1) {
      ring.last("warm start", intake.then(workers.getFirst()).then(end));
    } else {
      StageRunner front = ring.first("warm start intake", intake);
      for (int i = 0; i < count; i++) {
        ring.behind(front, "warm start worker " + i, workers.get(i));
      }
      ring.last("warm start", end);
    }
  }

  /** The end of its alerts; of rules that fail it is told. */
  private static final class Silence implements Stage {
    private final List<PendingMatch> matches = new ArrayList<>();
    private final RuleErrors errors = RuleErrors.noted();
    private final Map<Long, RuleFailure> failures = new ConcurrentHashMap<>();
    private long next = FIRST;

    @Override
    public void onSlot(Slot slot, boolean endOfBatch) {
      for (RuleFailure failure : errors.take(slot, Integer.MAX_VALUE, next)) {
        failures.put(failure.stateId(), failure);
      }
      next += slot.count();
      slot.takeMatches(matches);
      matches.clear();
      slot.release();
    }
  }

  /** Before {@link #start}. */
  @Override
  public void before(Piece piece) {
    intake.before(piece);
  }

  void start() {
    ring.start();
  }

  /** Waits for room. */
  @Override
  public void put(
      EntryKind kind,
      byte[] data,
      int offset,
      int length,
      int count,
      Slot.@Nullable PassedOver passedOver) {
    ring.put(kind, data, offset, length, count, passedOver);
  }

  /** Waits until all that was put in is through. */
  void await() {
    ring.processed().awaitUninterruptibly(ring.cursor());
    failure.check();
  }

  /** Rules that have failed so far, by the ids of their states. After {@link #await}. */
  Map<Long, RuleFailure> failures() {
    return end.failures;
  }

  /** States of keys that some rules and series have, as of now. Any thread. */
  long states(Set<Long> stateIds) {
    return workers.stream().mapToLong(worker -> worker.states(stateIds)).sum();
  }

  /** What a rule has pending, as of now. Any thread. */
  Deployment.Pending pending(long stateId) {
    return Engine.pending(workers, stateId);
  }

  /** Where time stands. After {@link #await}. */
  Intake intake() {
    return intake;
  }

  /** What a worker keeps. After {@link #await}. */
  MatchHandler worker(int number) {
    return workers.get(number);
  }

  /** Ends its threads; the states stay. */
  void stop() {
    ring.stop();
  }
}
