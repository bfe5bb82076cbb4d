package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Rule;
import io.tripline.engine.mode.RuleModes;
import io.tripline.engine.port.Journal;
import io.tripline.engine.port.StateStore.Checkpoint;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a store has come, and which rules would run on it: read off its last checkpoint and the
 * journal after it, without an engine.
 *
 * @param checkpoint sequence of the last entry that the checkpoint holds, −1 if there is none
 * @param position sequence of the last entry of the journal; an engine on this store goes on behind
 *     it
 * @param events up to there, since the store was made
 * @param ruleSets by name
 * @param owners as of the checkpoint, by the ids of their states: rules as {@code set.rule}, with
 *     {@code @version} where they drain, and windows
 */
public record StoreOutline(
    long checkpoint,
    long position,
    long events,
    List<RuleSetOutline> ruleSets,
    Map<Long, String> owners) {
  public StoreOutline {
    ruleSets = List.copyOf(ruleSets);
    owners = Map.copyOf(owners);
  }

  /**
   * Reads through a block of the journal.
   *
   * @param first sequence of its first entry
   * @return the sequence after its last one
   * @throws io.tripline.engine.port.StorageException if it is damaged, or of a later format
   */
  public static long readThrough(long first, byte[] block) {
    return JournalBlock.read(first, block, (_, _, _, _, _, _) -> {});
  }

  /**
   * A rule set.
   *
   * @param rules names, sorted
   */
  public record RuleSetOutline(String name, int version, List<String> rules, RuleModes modes) {
    public RuleSetOutline {
      rules = rules.stream().sorted().toList();
    }
  }

  /**
   * Reads it.
   *
   * @param reader compiles what was deployed after the checkpoint
   * @throws io.tripline.engine.port.StorageException if something is damaged, or of a later format
   */
  public static StoreOutline read(
      Optional<Checkpoint> checkpoint, Journal journal, RuleSetReader reader) {
    Meta meta = checkpoint.map(Checkpoint::meta).map(MetaCodec::decode).orElse(Meta.START);
    long sequence = checkpoint.map(Checkpoint::sequence).orElse(-1L);
    Tail tail = new Tail(sequence, meta, reader);
    journal.read(sequence + 1, tail::onBlock);
    return new StoreOutline(
        sequence,
        journal.lastSequence(),
        tail.events,
        List.copyOf(tail.sets.values()),
        owners(meta));
  }

  private static Map<Long, String> owners(Meta meta) {
    Map<Long, String> owners = new HashMap<>();
    for (Meta.RuleSetEntry set : meta.ruleSets()) {
      String of = set.draining() ? "@" + set.version() : "";
      set.rules().forEach(rule -> owners.put(rule.stateId(), set.name() + "." + rule.name() + of));
    }
    meta.series().forEach(series -> owners.put(series.stateId(), series.text()));
    return owners;
  }

  /** One pass over what is behind the checkpoint. */
  private static final class Tail implements JournalBlock.RunVisitor {
    private final long checkpoint;
    private final RuleSetReader reader;
    private final TreeMap<String, RuleSetOutline> sets = new TreeMap<>();
    private long events;

    Tail(long checkpoint, Meta meta, RuleSetReader reader) {
      this.checkpoint = checkpoint;
      this.reader = reader;
      this.events = meta.time().events();
      for (Meta.RuleSetEntry set : meta.ruleSets()) {
        if (!set.draining()) {
          List<String> rules = set.rules().stream().map(Meta.RuleEntry::name).toList();
          sets.put(set.name(), new RuleSetOutline(set.name(), set.version(), rules, set.modes()));
        }
      }
    }

    void onBlock(long first, byte[] block) {
      JournalBlock.read(first, block, this);
    }

    @Override
    public void run(long first, int count, EntryKind kind, byte[] bytes, int offset, int length) {
      long isNew = Math.min(count, first + count - 1 - checkpoint);
      if (isNew <= 0) {
        return;
      }
      byte[] entry = Arrays.copyOfRange(bytes, offset, offset + length);
      switch (kind) {
        case EVENTS -> events += isNew;
        case DEPLOY -> deployed(RuleSetEntryCodec.decode(entry));
        case UNDEPLOY -> sets.remove(RuleSetEntryCodec.decode(entry).name());
        case MODES -> changed(ModeEntryCodec.decode(entry));
        case SOURCE, CONTENTS, TIME, IDLE, END, BARRIER -> {}
      }
    }

    private void deployed(RuleSetEntryCodec.Entry entry) {
      List<String> rules =
          reader.read(entry.name(), entry.text()).rules().stream().map(Rule::name).toList();
      @Nullable RuleSetOutline before = sets.get(entry.name());
      RuleModes modes =
          DeploymentPlanner.modes(
              before == null ? RuleModes.LIVE : before.modes(), rules, entry.mode());
      sets.put(entry.name(), new RuleSetOutline(entry.name(), entry.version(), rules, modes));
    }

    private void changed(ModeEntryCodec.Entry entry) {
      sets.computeIfPresent(
          entry.ruleSet(),
          (name, set) ->
              new RuleSetOutline(
                  name,
                  set.version(),
                  set.rules(),
                  set.modes().after(entry.change(), set.rules())));
    }
  }
}
