package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.Storage;
import io.tripline.engine.port.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The engine: one ring, its workers, and what they share. All methods are thread-safe unless they
 * say otherwise.
 */
public final class Engine implements AutoCloseable {
  private final Storage storage;
  private final Failure failure = new Failure();
  private final Ring ring;
  private final Publisher publisher;
  private final Deployer deployer;
  private final DeploymentPlanner planner;
  private final Checkpointer checkpointer;
  private final Intake intake;
  private final List<MatchHandler> matchers = new ArrayList<>();
  private final RuleFiguresRegistry figures = new RuleFiguresRegistry();
  private final AlertFigures alertFigures;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock closing = new ReentrantLock();
  // Null where the journal keeps nothing, and nobody has to wait for it.
  private final @Nullable Progress journaled;
  private long recoveredEntries;
  private boolean closed;

  private Engine(EngineSettings settings, Storage storage, Recovery recovery) {
    this.storage = storage;
    int workers = settings.workers();
    ring = new Ring(settings.ringSize(), workers, failure);
    checkpointer = new Checkpointer(ring, failure, workers, settings.checkpointIntervalMillis());
    alertFigures = new AlertFigures(recovery.next() - 1);
    planner = new DeploymentPlanner(settings, storage.states(), figures);
    long next = recovery.next();
    DeploymentPlan start = planner.restore(recovery.atCheckpoint());
    journaled =
        storage.journal().discards()
            ? null
            : ring.firstInLargeBatches(
                    "journal",
                    new JournalHandler(storage.journal(), next, recovery.meta().clock().events()))
                .progress();
    intake = new Intake(recovery.meta().clock());
    for (int i = 0; i < workers; i++) {
      StateCache cache =
          new StateCache(
              settings.cachedKeys(), alertFigures::lastCheckpoint, checkpointer::request);
      long watermark = recovery.meta().clock().watermark();
      MatchHandler matcher = new MatchHandler(i, workers, cache, watermark, next);
      matcher.install(start);
      matchers.add(matcher);
    }
    if (workers == 1) {
      // A thread of its own would only cost: it is in nobody's way here.
      ring.first("match worker 0", intake.then(matchers.getFirst()));
    } else {
      StageRunner front = ring.first("intake", intake);
      for (int i = 0; i < workers; i++) {
        ring.behind(front, "match worker " + i, matchers.get(i));
      }
    }
    AlertHandler alerts =
        new AlertHandler(
            storage,
            recovery.meta(),
            recovery.atCheckpoint(),
            next,
            alertFigures,
            figures,
            listeners,
            AlertListener.NONE);
    ring.last("alert worker", alerts);
    publisher = new Publisher(ring, failure, settings.maxEventBytes(), recovery.atCheckpoint());
    deployer = new Deployer(planner, publisher, ring.processed(), storage.ruleVersions());
  }

  private void recover(Recovery recovery) {
    recovery.restoreStates(matchers);
    ring.start();
    checkpointer.start(); // a long replay takes checkpoints on its way
    publisher.recovered(recovery.replay(ring, planner));
    recoveredEntries = alertFigures.lastSequence() - recovery.next() + 1;
    if (alertFigures.alerts() < storage.alerts().lastOrdinal()) {
      throw new StorageException(
          "The store holds more alerts than its journal tells of. Restore it from a copy; it cannot"
              + " be used as it is.");
    }
    if (intake.reading().watermark() == Long.MAX_VALUE) {
      publisher.close("The input has ended.");
    }
  }

  /**
   * Opens an engine on a store: reads the last checkpoint, replays the journal after it, and is
   * then ready for events. Blocks until the replay is through.
   *
   * @throws io.tripline.engine.port.StorageException if the store is damaged
   */
  public static Engine open(EngineSettings settings, Storage storage, RuleSetReader reader) {
    Recovery recovery = new Recovery(storage, reader);
    Engine engine = new Engine(settings, storage, recovery);
    try {
      engine.recover(recovery);
    } catch (EngineFailedException e) {
      engine.abandon();
      throw e.getCause() instanceof StorageException cause ? cause : e;
    } catch (Throwable e) {
      engine.abandon();
      throw e;
    }
    return engine;
  }

  /** The event types known now. Decode against it; {@link #publish} says when it has changed. */
  public Schema schema() {
    return publisher.running().schema();
  }

  /** Outcome of {@link #publish}. */
  public enum Published {
    /** In the ring; {@link #awaitDurable} tells when it is in the journal. */
    ACCEPTED,
    /** Nothing was taken: rules were deployed since the events were decoded; decode them again. */
    STALE_SCHEMA,
    /** Nothing was taken: the ring stayed full for the whole of the patience. */
    FULL
  }

  /**
   * Puts all events of the writer into the ring, in their order and with nothing between them that
   * came from the same call. May be split over ring slots as the ring has room; FULL is only
   * answered while nothing was taken.
   *
   * @param events all of one schema, none larger than {@link EngineSettings#maxEventBytes} ({@code
   *     IllegalArgumentException} otherwise); best given in calls of some 32 KB
   * @param schemaId of the schema that they were decoded against
   * @param patience how long to wait for room; a source that can wait gives a long one
   * @throws EngineFailedException if the engine has stopped on an error
   * @throws IllegalStateException if the engine is closed, or its input has ended
   */
  public Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException {
    return publisher.publish(events, schemaId, patience);
  }

  /** Whether events are journaled, and so have to bring their raw records. */
  public boolean keepsRecords() {
    return journaled != null;
  }

  /** Blocks until everything that this thread has published so far is in the journal. */
  public void awaitDurable() throws InterruptedException {
    failure.check();
    if (journaled != null) {
      journaled.await(ring.cursor(), Long.MAX_VALUE);
    }
  }

  /** Blocks until everything published so far has been matched and its alerts stored. */
  public void awaitProcessed() throws InterruptedException {
    ring.processed().await(ring.cursor(), Long.MAX_VALUE);
    failure.check();
  }

  /**
   * Makes a rule set run from some point between two events on, in place of its version before.
   * Durable and in effect on return. The same text as the running version changes nothing.
   *
   * @throws DeploymentRefusedException if it does not go together with the other rule sets, or is
   *     larger than the engine allows
   */
  public Deployment deploy(String name, String text, RuleSet ruleSet) throws InterruptedException {
    return deployer.deploy(name, text, ruleSet);
  }

  /**
   * Takes a rule set away, likewise.
   *
   * @return false if there was none
   */
  public boolean undeploy(String name) throws InterruptedException {
    return deployer.undeploy(name);
  }

  /** What a deployment did. */
  public record Deployment(String name, int version, long sequence, List<RuleChange> rules) {
    /**
     * What became of a rule: NEW, KEPT (its state goes on), RESET (changed, state dropped), GONE.
     */
    public record RuleChange(String rule, Kind kind) {}

    /** See {@link RuleChange}. */
    public enum Kind {
      NEW,
      KEPT,
      RESET,
      GONE
    }
  }

  /** A rule set that is running. */
  public record RunningRuleSet(String name, int version, String text, RuleSet ruleSet) {}

  /** The rule sets that are running, sorted by name. */
  public List<RunningRuleSet> ruleSets() {
    return publisher.running().sets().stream()
        .map(set -> new RunningRuleSet(set.name(), set.version(), set.text(), set.ruleSet()))
        .toList();
  }

  /** Takes a checkpoint now and waits for it. */
  public void checkpoint() throws InterruptedException {
    ring.processed().await(publisher.put(checkpointer::send), Long.MAX_VALUE);
  }

  /**
   * Ends a finite input: moves the watermark to infinity, so that all that time can still complete
   * does, and waits until it is processed. For backtests.
   */
  public void endOfInput() throws InterruptedException {
    long at =
        publisher.putLast(
            "The input has ended.", () -> ring.put(EntryKind.END, new byte[0], 0, 0, 1, null));
    ring.processed().await(at, Long.MAX_VALUE);
  }

  /** Calls the listener, on an engine thread, after alerts were stored; it must return at once. */
  public void onAlertsStored(Runnable listener) {
    listeners.add(listener);
  }

  /** Figures as of now. */
  public EngineStats stats() {
    EventClock.Reading clock = intake.reading();
    List<EngineStats.RuleStats> rules = new ArrayList<>();
    Running running = publisher.running();
    for (RunningRule rule : running.rules()) {
      List<KeyedStates> states =
          matchers.stream().flatMap(matcher -> matcher.statesOf(rule.stateId())).toList();
      rules.add(figures.of(rule.ruleSet(), rule.name()).read(rule, states, running.schema()));
    }
    return new EngineStats(
        alertFigures.lastSequence(),
        clock.events(),
        clock.late(),
        clock.watermark(),
        ring.used(),
        ring.size(),
        matchers.stream().mapToLong(MatchHandler::keyStates).sum(),
        alertFigures.lastCheckpoint(),
        alertFigures.checkpointMillis(),
        alertFigures.checkpoints(),
        recoveredEntries,
        alertFigures.alerts(),
        rules,
        failure.message());
  }

  /** Stops as after a crash. */
  private void abandon() {
    checkpointer.stop();
    ring.stop();
  }

  private void stop() {
    boolean failedBefore = failure.isSet();
    checkpointer.stop();
    publisher.close("The engine is closed.");
    try {
      if (!failedBefore) {
        // What nothing can be recovered from needs no checkpoint.
        if (!storage.journal().discards() && checkpointer.isDue()) {
          checkpointer.send();
        }
        ring.processed().awaitUninterruptibly(ring.cursor());
      }
    } finally {
      ring.stop();
    }
    if (!failedBefore) {
      failure.check();
    }
  }

  /** Stops: takes no more events, works off the ring, takes a last checkpoint. */
  @Override
  public void close() {
    closing.lock();
    try {
      if (!closed) {
        closed = true;
        stop();
      }
    } finally {
      closing.unlock();
    }
  }
}
