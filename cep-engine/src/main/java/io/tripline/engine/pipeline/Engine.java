package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.event.EventWriter;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.Storage;
import java.time.Duration;
import java.util.List;

/**
 * The engine: one ring, its workers, and what they share. All methods are thread-safe unless they
 * say otherwise.
 */
public final class Engine implements AutoCloseable {

  /**
   * Opens an engine on a store: reads the last checkpoint, replays the journal after it, and is
   * then ready for events. Blocks until the replay is through.
   *
   * @throws io.tripline.engine.port.StorageException if the store is damaged
   */
  public static Engine open(EngineSettings settings, Storage storage, RuleSetReader reader) {
    throw new UnsupportedOperationException();
  }

  /** The event types known now. Decode against it; {@link #publish} says when it has changed. */
  public Schema schema() {
    throw new UnsupportedOperationException();
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
   * @param patience how long to wait for room; a source that can wait gives a long one
   * @throws EngineFailedException if the engine has stopped on an error
   */
  public Published publish(EventWriter events, int schemaId, Duration patience)
      throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Blocks until everything that this thread has published so far is in the journal. */
  public void awaitDurable() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Blocks until everything published so far has been matched and its alerts stored. */
  public void awaitProcessed() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes a rule set run from some point between two events on, in place of its version before.
   * Durable and in effect on return. The same text as the running version changes nothing.
   *
   * @throws DeploymentRefusedException if it does not go together with the other rule sets, or is
   *     larger than the engine allows
   */
  public Deployment deploy(String name, String text, RuleSet ruleSet) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a rule set away, likewise.
   *
   * @return false if there was none
   */
  public boolean undeploy(String name) throws InterruptedException {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /** Takes a checkpoint now and waits for it. */
  public void checkpoint() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /**
   * Ends a finite input: moves the watermark to infinity, so that all that time can still complete
   * does, and waits until it is processed. For backtests.
   */
  public void endOfInput() throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /** Calls the listener, on an engine thread, after alerts were stored; it must return at once. */
  public void onAlertsStored(Runnable listener) {
    throw new UnsupportedOperationException();
  }

  /** Figures as of now. */
  public EngineStats stats() {
    throw new UnsupportedOperationException();
  }

  /** Stops: takes no more events, works off the ring, takes a last checkpoint. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
