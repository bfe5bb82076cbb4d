package io.tripline.rest;

import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A store whose journal does something before each write. */
record WatchedStorage(Storage store, AtomicReference<Runnable> beforeWrite) implements Storage {
  @Override
  public Journal journal() {
    Journal journal = store.journal();
    return new Journal() {
      @Override
      public long lastSequence() {
        return journal.lastSequence();
      }

      @Override
      public void append(long firstSequence, long lastSequence, byte[] block, int length) {
        beforeWrite.get().run();
        journal.append(firstSequence, lastSequence, block, length);
      }

      @Override
      public @Nullable Block blockAt(long sequence) {
        return journal.blockAt(sequence);
      }

      @Override
      public void readWhile(long from, BlockWalker walker) {
        journal.readWhile(from, walker);
      }
    };
  }

  @Override
  public StateStore states() {
    return store.states();
  }

  @Override
  public AlertLog alerts() {
    return store.alerts();
  }

  @Override
  public RuleVersions ruleVersions() {
    return store.ruleVersions();
  }

  @Override
  public LateLog late() {
    return store.late();
  }

  @Override
  public DecisionLog decisions() {
    return store.decisions();
  }

  @Override
  public RejectedLog rejected() {
    return store.rejected();
  }

  @Override
  public void close() {
    store.close();
  }
}
