package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Piece;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.port.CrashPoint;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.Storage;
import io.tripline.engine.port.StorageException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From what a store holds to an engine that goes on where it stopped. */
final class Recovery {
  private final Storage storage;
  private final RuleSetReader reader;
  private final long sequence;
  private final Meta meta;
  private final Running atCheckpoint;

  /** Reads the last checkpoint. */
  Recovery(Storage storage, RuleSetReader reader) {
    this.storage = storage;
    this.reader = reader;
    storage.crashPoints().pass(CrashPoint.RECOVERY_BEFORE);
    Optional<Checkpoint> last = storage.states().lastCheckpoint();
    this.sequence = last.map(Checkpoint::sequence).orElse(-1L);
    this.meta = last.map(Checkpoint::meta).map(MetaCodec::decode).orElse(Meta.START);
    this.atCheckpoint = RulesAtCheckpoint.of(meta, storage.ruleVersions(), reader, fields());
    if (!storage.journal().discards() && storage.journal().lastSequence() < sequence) {
      throw new StorageException(
          "The journal ends before the last checkpoint (entry "
              + sequence
              + "). Restore the store from a copy; it cannot be used as it is.");
    }
  }

  /**
   * What events hold: all that is declared where a journal keeps them for rules that come later,
   * and for evidence; else what the running rules read.
   */
  Schema.Fields fields() {
    return storage.journal().discards() ? Schema.Fields.READ : Schema.Fields.DECLARED;
  }

  /** Sequence of the first entry after the checkpoint. */
  long next() {
    return sequence + 1;
  }

  Meta meta() {
    return meta;
  }

  /** The rule sets as of the checkpoint. */
  Running atCheckpoint() {
    return atCheckpoint;
  }

  /** Gives every stored state to the stage, or the worker, whose it is. */
  void restoreStates(Intake intake, List<MatchHandler> workers, AlertHandler alerts) {
    storage
        .states()
        .forEach(
            (stateId, key, value) -> {
              if (!intake.restore(stateId, key, value) && !alerts.restore(stateId, key, value)) {
                throw new StorageException(
                    "The store holds a state of an unknown kind (" + stateId + ").");
              }
            });
    intake.restored();
    alerts.restored();
    new KeyRestore(storage.states(), workers).run();
    storage.crashPoints().pass(CrashPoint.RECOVERY_STATES_READ);
  }

  /**
   * Puts the journal's entries after the checkpoint into the ring again.
   *
   * @return the rule sets that are running at the end of the journal
   */
  Running replay(
      Ring ring,
      DeploymentPlanner planner,
      WarmStarts warmStarts,
      SourceRegistry sources,
      Checkpointer checkpointer) {
    Replay replay = new Replay(ring, planner, warmStarts, sources, checkpointer);
    if (!storage.journal().discards()) {
      // A deployment that is still to come may have to read what a checkpoint on the way could do
      // without.
      try (Journal.Hold _ = storage.journal().hold()) {
        storage.journal().read(next(), replay::onBlock);
      } finally {
        checkpointer.resume();
      }
      if (replay.next != storage.journal().lastSequence() + 1) {
        throw gap(replay.next);
      }
    }
    ring.processed().awaitUninterruptibly(ring.cursor());
    storage.crashPoints().pass(CrashPoint.RECOVERY_REPLAYED);
    return replay.running;
  }

  /**
   * After the replay: forgets what was stored of entries that the journal has lost.
   *
   * @param sequence of the last entry there is
   * @param ordinal of the last alert up to it
   * @param event number of the last event up to it
   */
  void forgetWhatIsLost(long sequence, long ordinal, long event) {
    if (storage.journal().mayLackItsEnd()) {
      storage.ruleVersions().forgetAfter(sequence);
      storage.late().forgetAfter(event);
      storage.alerts().forgetAfter(ordinal);
      storage.decisions().forgetAfter(event);
    } else if (storage.alerts().lastOrdinal() > ordinal) {
      throw new StorageException(
          "The store holds more alerts than its journal tells of. Restore it from a copy; it cannot"
              + " be used as it is.");
    }
  }

  private static StorageException gap(long missing) {
    return new StorageException(
        "The journal lacks entry "
            + missing
            + ". Restore the store from a copy; it cannot be used as it is.");
  }

  private static StorageException contradicted(String ruleSet) {
    return new StorageException(
        "The journal holds a change of modes of the rule set "
            + ruleSet
            + " that changes nothing. Restore the store from a copy; it cannot be used as it is.");
  }

  /** One pass over the journal. */
  private final class Replay {
    private final Ring ring;
    private final DeploymentPlanner planner;
    private final WarmStarts warmStarts;
    private final SourceRegistry sources;
    private final Checkpointer checkpointer;
    private final EventView event = new EventView();
    private Running running = atCheckpoint;
    private long next = next();

    Replay(
        Ring ring,
        DeploymentPlanner planner,
        WarmStarts warmStarts,
        SourceRegistry sources,
        Checkpointer checkpointer) {
      this.warmStarts = warmStarts;
      this.checkpointer = checkpointer;
      this.sources = sources;
      this.ring = ring;
      this.planner = planner;
    }

    void onBlock(long first, byte[] block) {
      if (first > next) {
        throw gap(next);
      }
      long after = JournalBlock.read(first, block, this::onRun);
      if (after < next) {
        throw gap(next);
      }
      storage.crashPoints().pass(CrashPoint.RECOVERY_BLOCK_REPLAYED);
    }

    private void onRun(
        long first, int count, EntryKind kind, byte[] bytes, int offset, int length) {
      if (first + count <= next) {
        return; // before the checkpoint
      }
      switch (kind) {
        case EVENTS -> events(first, bytes, offset, offset + length);
        case BARRIER -> throw new IllegalStateException("a barrier in the journal");
        case SOURCE -> {
          byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
          sources.recovered(SourceEntryCodec.read(entry));
          ring.put(kind, bytes, offset, length, 1, null);
        }
        case CONTENTS -> {
          Piece piece = Piece.decode(bytes, offset, length);
          if (piece.first()) {
            checkpointer.resume(); // one before it that is not all there is void
            checkpointer.hold();
          }
          ring.put(kind, bytes, offset, length, 1, null);
          if (piece.last()) {
            checkpointer.resume();
          }
        }
        case TIME, IDLE, END -> ring.put(kind, bytes, offset, length, 1, null);
        case MODES -> {
          byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
          ModeEntryCodec.Entry change = ModeEntryCodec.decode(entry);
          DeploymentPlan plan =
              planner.change(running, change).orElseThrow(() -> contradicted(change.ruleSet()));
          ring.put(kind, bytes, offset, length, 1, plan);
          running = plan.target();
        }
        case DEPLOY, UNDEPLOY -> {
          byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
          DeploymentPlan plan = plan(kind, RuleSetEntryCodec.decode(entry));
          ring.put(kind, bytes, offset, length, 1, plan);
          running = plan.target();
        }
      }
      next = first + count;
    }

    private void events(long first, byte[] bytes, int offset, int end) {
      int from = offset;
      int count = 0;
      long at = first;
      for (int to = offset; to < end; at++) {
        event.wrap(bytes, to);
        to += event.length();
        if (at < next) {
          from = to; // before the checkpoint
          continue;
        }
        check();
        count++;
        if (to == end || to - from >= Slot.BYTES) {
          ring.put(EntryKind.EVENTS, bytes, from, to - from, count, null);
          from = to;
          count = 0;
        }
      }
    }

    private void check() {
      Schema schema = running.schema();
      if (event.schemaId() != schema.id()
          || event.typeId() < 0
          || event.typeId() >= schema.layouts().size()
          || event.length() < schema.layouts().get(event.typeId()).fixedLength()) {
        throw new StorageException(
            "The journal holds an event of schema "
                + event.schemaId()
                + " where schema "
                + schema.id()
                + " is in force. Restore the store from a copy; it cannot be used as it is.");
      }
    }

    /** What was read for it then is read again. */
    private void startWarm(DeploymentPlan plan, TimeMarks.Mark from) {
      // By then the versions of before are stored.
      ring.processed().awaitUninterruptibly(ring.cursor());
      WarmStart start = warmStarts.prepare(running, plan, from, () -> {});
      start.readUntilDeployment(
          () -> {
            throw gap(storage.journal().lastSequence() + 1);
          });
    }

    private DeploymentPlan plan(EntryKind kind, RuleSetEntryCodec.Entry entry) {
      DeploymentPlan plan;
      if (kind == EntryKind.UNDEPLOY) {
        plan = planner.undeploy(running, entry.name(), entry.version(), entry.deployedAt());
      } else {
        RuleSet ruleSet = RulesAtCheckpoint.read(reader, entry.name(), entry.text());
        plan =
            planner.deploy(
                running,
                entry.name(),
                entry.version(),
                entry.deployedAt(),
                entry.text(),
                ruleSet,
                entry.mode(),
                entry.restores(),
                entry.drain());
      }
      if (plan.entry().fingerprint() != entry.fingerprint()) {
        throw RulesAtCheckpoint.otherVersion("lays events out differently");
      }
      if (entry.from() != null) {
        startWarm(plan, entry.from());
      }
      return plan;
    }
  }
}
