package io.tripline.engine.pipeline;

import io.tripline.dsl.ir.Rule;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.contents.AllContents;
import io.tripline.engine.event.EventView;
import io.tripline.engine.event.Schema;
import io.tripline.engine.explain.EventFields;
import io.tripline.engine.heap.StateHeap;
import io.tripline.engine.match.Workbench;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StateStore.Checkpoint;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the states of a checkpoint without an engine, with what an engine reads them with: the
 * rules and windows that were running then. One state is in memory at a time. Not thread-safe.
 */
public final class StoredStates {
  private final Meta meta;
  private final Running running;
  private final Settings settings;
  private final Workbench workbench = new Workbench(new StateHeap());
  private final Map<Long, StateReader> readers = new HashMap<>();
  private final Map<String, RuleKey> keys = new TreeMap<>();
  private @Nullable AllContents contents;

  /**
   * What is told.
   *
   * @param most of partial matches of a state, of events of each, and of events that are kept
   * @param showPii whether values are told that are personal data
   */
  public record Settings(int most, boolean showPii) {}

  /**
   * A rule that was running.
   *
   * @param name as {@code set.rule}
   * @param key of its states
   * @param stateIds of it and of the windows that it reads
   */
  public record StoredRule(String name, Rule rule, RuleKey key, List<Long> stateIds) {
    public StoredRule {
      stateIds = List.copyOf(stateIds);
    }
  }

  private StoredStates(Meta meta, Running running, Settings settings) {
    this.meta = meta;
    this.running = running;
    this.settings = settings;
    for (RunningRule rule : running.rules()) {
      keys.put(name(rule), RuleKey.of(rule.rule(), running.schema()));
      readers.put(rule.stateId(), new RuleStateReader(rule, running.schema(), workbench, settings));
    }
    for (RunningSeries series : running.features().series()) {
      readers.put(
          series.stateId(),
          new WindowStateReader(series, running, meta.time(), workbench.heap(), settings));
    }
  }

  /**
   * Compiles what was running.
   *
   * @param checkpoint the last one; nothing was running if there is none
   * @throws StorageException if something is damaged, or of a later format
   */
  public static StoredStates of(
      Optional<Checkpoint> checkpoint,
      RuleVersions versions,
      RuleSetReader reader,
      Settings settings) {
    Meta meta = checkpoint.map(Checkpoint::meta).map(MetaCodec::decode).orElse(Meta.START);
    Running running = RulesAtCheckpoint.of(meta, versions, reader, Schema.Fields.DECLARED);
    return new StoredStates(meta, running, settings);
  }

  /**
   * Reads with rules that run now. What others have left is told as {@link StoredState.Nobodys}.
   */
  static StoredStates of(Meta meta, Running running, Settings settings) {
    return new StoredStates(meta, running, settings);
  }

  static String name(RunningRule rule) {
    return rule.ruleSet() + "." + rule.label();
  }

  /** The rules that were running, by name. */
  public List<StoredRule> rules() {
    List<StoredRule> rules = new ArrayList<>();
    for (RunningRule rule : running.rules()) {
      List<Long> ids = new ArrayList<>(List.of(rule.stateId()));
      running.features().series().stream()
          .filter(rule::reads)
          .forEach(series -> ids.add(series.stateId()));
      rules.add(new StoredRule(name(rule), rule.rule(), key(name(rule)), ids));
    }
    return rules;
  }

  private RuleKey key(String rule) {
    RuleKey key = keys.get(rule);
    if (key == null) {
      throw new StorageException("There is no rule " + rule + ".");
    }
    return key;
  }

  /** How far the checkpoint has come. */
  public CheckpointOutline outline() {
    return CheckpointOutline.of(meta, running);
  }

  /** Bytes that states take in memory, between two that are told. */
  long heapBytes() {
    return workbench.heap().usedBytes();
  }

  // ---- states of keys

  /**
   * Tells a state of a key.
   *
   * @throws StorageException if it cannot be read
   */
  public StoredState tell(KeyName key, long stateId, KeyState state) {
    StateReader reader = readers.get(stateId);
    if (reader == null) {
      return new StoredState.Nobodys(stateId, state.value().length);
    }
    try {
      return reader.tell(key, state);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new StorageException(
          "A state of " + reader.name() + " cannot be read: " + e.getMessage(), e);
    }
  }

  // ---- states under names

  /**
   * Tells a state that stands under a name.
   *
   * @return empty for what says nothing but to the engine: marks, and entries of lists and tables
   * @throws StorageException if it cannot be read, or is of an unknown kind
   */
  public Optional<StoredState> tell(long stateId, byte[] key, byte[] value) {
    if (stateId == StateIds.ONCE_PER || stateId == StateIds.ONCE_PER_IN_SHADOW) {
      return Optional.of(oncePer(OncePer.read(key, value), stateId));
    }
    if (stateId == StateIds.HELD) {
      return Optional.of(held(HeldEventCodec.number(key), HeldEventCodec.decode(value)));
    }
    if (stateId == StateIds.SEEN_IDS) {
      return Optional.of(SeenIds.read(key, value));
    }
    if (stateId == StateIds.MARKS) {
      new TimeMarks().restore(key, value);
      return Optional.empty();
    }
    if (stateId == StateIds.ALERT_REACHES) {
      new AlertReaches().restore(key, value);
      return Optional.empty();
    }
    if (!contents().restore(stateId, key, value)) {
      throw new StorageException("The store holds a state of an unknown kind (" + stateId + ").");
    }
    return Optional.empty();
  }

  private AllContents contents() {
    AllContents known = contents;
    if (known == null) {
      List<RuleSet> sets = running.sets().stream().map(Running.Set::ruleSet).toList();
      known = new AllContents(meta.contents(), sets, running.schema());
      contents = known;
    }
    return known;
  }

  private StoredState oncePer(OncePer.Stored stored, long stateId) {
    String rule = stored.ruleSet() + "." + stored.rule();
    List<NamedValue> key;
    try {
      RuleKey read = key(rule);
      key = settings.showPii() ? read.values(stored.key()) : read.masked(stored.key());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new StorageException(
          "An alert of " + rule + " that stands has a key that is none: " + e.getMessage(), e);
    }
    return new StoredState.OncePerAlert(
        rule,
        stateId == StateIds.ONCE_PER_IN_SHADOW,
        key,
        stored.clock(),
        stored.ordinal(),
        stored.suppressed());
  }

  private StoredState held(long number, HeldEventCodec.Stored stored) {
    EventView event = new EventView().wrap(stored.event(), 0);
    EventFields fields = EventFields.of(running.schema(), event, settings.showPii());
    return new StoredState.Held(
        number, fields.type(), event.time(), stored.lanes(), fields.read(event));
  }
}
