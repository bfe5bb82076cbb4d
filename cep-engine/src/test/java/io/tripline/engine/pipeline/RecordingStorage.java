package io.tripline.engine.pipeline;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.decision.Answer;
import io.tripline.engine.memory.MemoryStorage;
import io.tripline.engine.port.AlertLog;
import io.tripline.engine.port.CrashPoints;
import io.tripline.engine.port.DecisionLog;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.LateLog;
import io.tripline.engine.port.RejectedLog;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore;
import io.tripline.engine.port.Storage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls somebody around every write to a {@link MemoryStorage}. */
final class RecordingStorage implements Storage {
  private final MemoryStorage inner;
  private final Watcher watcher;
  private @Nullable Journal journal;
  private CrashPoints points = CrashPoints.NONE;

  /** Called around writes, one at a time. */
  @FunctionalInterface
  interface Watcher {
    /**
     * @param write the method
     * @param done false before the write, true after it
     */
    void on(String write, boolean done);
  }

  RecordingStorage(MemoryStorage inner, Watcher watcher) {
    this.inner = inner;
    this.watcher = watcher;
  }

  /** The same with another journal, whose writes nobody is called around. */
  RecordingStorage with(Journal other) {
    journal = other;
    return this;
  }

  /** The same for somebody who is told of what is passed. */
  RecordingStorage at(CrashPoints others) {
    points = others;
    return this;
  }

  @Override
  public CrashPoints crashPoints() {
    return points;
  }

  private void watched(String write, Runnable action) {
    synchronized (watcher) {
      watcher.on(write, false);
    }
    action.run();
    synchronized (watcher) {
      watcher.on(write, true);
    }
  }

  @Override
  public Journal journal() {
    return journal == null ? recorded(inner.journal()) : journal;
  }

  private Journal recorded(Journal journal) {
    return new Journal() {
      @Override
      public long lastSequence() {
        return journal.lastSequence();
      }

      @Override
      public void append(long first, long last, byte[] block, int length) {
        watched("journal", () -> journal.append(first, last, block, length));
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
    StateStore states = inner.states();
    return new StateStore() {
      @Override
      public Optional<Checkpoint> lastCheckpoint() {
        return states.lastCheckpoint();
      }

      @Override
      public void loadKeys(List<KeyName> keys, KeyFinder finder) {
        watched("load " + keys.size(), () -> {});
        states.loadKeys(keys, finder);
      }

      @Override
      public void forEachKey(int part, int parts, KeyVisitor visitor) {
        states.forEachKey(part, parts, visitor);
      }

      @Override
      public int sweep(int most, GarbageTest test) {
        return states.sweep(most, test);
      }

      @Override
      public long count() {
        return states.count();
      }

      @Override
      public void forEach(StateVisitor visitor) {
        states.forEach(visitor);
      }

      @Override
      public Draft draft(Pace pace) {
        Draft draft = states.draft(pace);
        return new Draft() {
          @Override
          public void add(List<KeyChange> changes) {
            draft.add(changes);
          }

          @Override
          public long commit(
              long sequence, byte[] meta, List<StateChange> changes, List<Long> dropped) {
            long[] bytes = new long[1];
            watched("checkpoint", () -> bytes[0] = draft.commit(sequence, meta, changes, dropped));
            return bytes[0];
          }
        };
      }
    };
  }

  @Override
  public AlertLog alerts() {
    AlertLog alerts = inner.alerts();
    return new AlertLog() {
      @Override
      public long lastOrdinal() {
        return alerts.lastOrdinal();
      }

      @Override
      public @Nullable String idOf(long ordinal) {
        return alerts.idOf(ordinal);
      }

      @Override
      public void forgetAfter(long ordinal) {
        alerts.forgetAfter(ordinal);
      }

      @Override
      public void append(List<Alert> added, List<Suppressed> suppressed) {
        watched("alerts", () -> alerts.append(added, suppressed));
      }
    };
  }

  @Override
  public RuleVersions ruleVersions() {
    RuleVersions versions = inner.ruleVersions();
    return new RuleVersions() {
      @Override
      public void put(RuleSetVersion version) {
        watched("rules", () -> versions.put(version));
      }

      @Override
      public void put(RuleFailure failure) {
        watched("failure", () -> versions.put(failure));
      }

      @Override
      public List<RuleFailure> failures() {
        return versions.failures();
      }

      @Override
      public void forgetAfter(long sequence) {
        versions.forgetAfter(sequence);
      }

      @Override
      public List<RuleSetVersion> versions(String name) {
        return versions.versions(name);
      }

      @Override
      public List<String> names() {
        return versions.names();
      }
    };
  }

  @Override
  public LateLog late() {
    LateLog late = inner.late();
    return new LateLog() {
      @Override
      public long lastEvent() {
        return late.lastEvent();
      }

      @Override
      public void append(List<Late> events) {
        watched("late", () -> late.append(events));
      }

      @Override
      public void forgetAfter(long event) {
        late.forgetAfter(event);
      }

      @Override
      public long count() {
        return late.count();
      }

      @Override
      public List<Numbered> latest(int limit, long before) {
        return late.latest(limit, before);
      }
    };
  }

  @Override
  public DecisionLog decisions() {
    DecisionLog decisions = inner.decisions();
    return new DecisionLog() {
      @Override
      public long lastEvent() {
        return decisions.lastEvent();
      }

      @Override
      public void append(List<Answer> answers) {
        watched("decisions", () -> decisions.append(answers));
      }

      @Override
      public @Nullable Answer find(String type, String id) {
        return decisions.find(type, id);
      }

      @Override
      public void forgetAfter(long event) {
        decisions.forgetAfter(event);
      }

      @Override
      public long count() {
        return decisions.count();
      }
    };
  }

  @Override
  public RejectedLog rejected() {
    return inner.rejected();
  }

  @Override
  public void close() {
    inner.close();
  }
}
