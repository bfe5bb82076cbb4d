package io.tripline.state;

import io.tripline.engine.alert.Alert;
import io.tripline.engine.alert.NamedValue;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.pipeline.StoredState;
import io.tripline.engine.pipeline.StoredStates;
import io.tripline.engine.pipeline.StoredStates.StoredRule;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import io.tripline.state.DumpOptions.Chosen;
import io.tripline.state.DumpOptions.Part;
import io.tripline.state.StoreRecord.Damage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in a store that no process uses, or in a savepoint: record after record, one of
 * them in memory at a time. Changes no file. What cannot be read is told as such, and the rest
 * after it.
 */
public final class StoreDump {
  private final StoreView view;
  private final RuleSetReader rules;
  private final DumpOptions options;
  private final Predicate<StoreRecord> to;
  private final RocksRuleVersions versions;
  private @Nullable StoredStates states;
  private @Nullable Chosen chosen;

  private StoreDump(
      StoreView view, RuleSetReader rules, DumpOptions options, Predicate<StoreRecord> to) {
    this.view = view;
    this.rules = rules;
    this.options = options;
    this.to = to;
    this.versions = new RocksRuleVersions(view.db());
  }

  /** Whoever takes the records wants no more. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EnoughException() {
      super("enough", null, false, false);
    }
  }

  /**
   * Tells a store.
   *
   * @param rules compiles rules that are in it
   * @param to takes the records, for as long as it wants more
   * @throws StorageException if there is no store, or a process uses it
   */
  public static void run(
      Path store, RuleSetReader rules, DumpOptions options, Predicate<StoreRecord> to) {
    StoreFolder.requireReadable(store);
    StoreLock.whileHeld(
        store,
        () -> {
          try {
            open(store, rules, options, to);
          } catch (EnoughException e) {
            return; // as was asked for
          }
        });
  }

  private static void open(
      Path store, RuleSetReader rules, DumpOptions options, Predicate<StoreRecord> to) {
    StoreView opened;
    try {
      opened = StoreView.open(store);
    } catch (StorageException e) {
      give(new Damage("db", String.valueOf(e.getMessage())), to);
      return;
    }
    try (opened) {
      new StoreDump(opened, rules, options, to).all();
    }
  }

  private void all() {
    reading("checkpoint", this::readCheckpoint);
    DumpOptions.Choice choice = options.choice();
    if (choice != null) {
      chosen = choice.among(states == null ? List.of() : states.rules());
    }
    part(Part.CHECKPOINT, this::checkpoint);
    part(Part.RULES, this::ruleVersions);
    part(Part.STATES, this::states);
    part(Part.ALERTS, this::alerts);
    part(Part.OUTBOX, this::outbox);
    if (options.parts().contains(Part.JOURNAL)) {
      new JournalDump(view.journal(), versions, rules, options, this::give).run();
    }
  }

  private void part(Part part, Runnable telling) {
    if (options.parts().contains(part)) {
      reading(part.name().toLowerCase(Locale.ROOT), telling);
    }
  }

  private void give(StoreRecord record) {
    give(record, to);
  }

  private static void give(StoreRecord record, Predicate<StoreRecord> to) {
    if (!to.test(record)) {
      throw new EnoughException();
    }
  }

  /** Reads something; if that fails, it is told, and what comes next is read all the same. */
  private void reading(String where, Runnable read) {
    try {
      read.run();
    } catch (StorageException | IllegalStateException e) {
      give(new Damage(where, String.valueOf(e.getMessage())));
    }
  }

  // ---- checkpoint and rules

  private void readCheckpoint() {
    states =
        StoredStates.of(
            RocksStateStore.lastCheckpoint(view.db()), versions, rules, options.settings());
  }

  private void checkpoint() {
    if (states != null) {
      give(
          new StoreRecord.Checkpoint(
              RocksStateStore.checkpointSequence(view.db()),
              view.journal().lastSequence(),
              states.outline()));
    }
    long unapplied = ChangeLog.unapplied(view.db());
    if (unapplied > 0) {
      give(
          new StoreRecord.Note(
              "states",
              "The process ended before it applied "
                  + unapplied
                  + " parts of the checkpoint to the states, which the next start does: they may be"
                  + " older than the checkpoint says."));
    }
  }

  private void ruleVersions() {
    for (String name : versions.names()) {
      if (chosen == null || isOf(name)) {
        reading(
            "rule set " + name,
            () -> versions.versions(name).forEach(v -> give(new StoreRecord.Version(v))));
      }
    }
    reading(
        "rule_failures",
        () ->
            versions.failures().stream()
                .filter(failure -> isChosen(failure.ruleSet(), failure.rule()))
                .forEach(failure -> give(new StoreRecord.Failure(failure))));
  }

  private boolean isOf(String ruleSet) {
    return chosen != null
        && chosen.rules().stream().anyMatch(rule -> rule.name().startsWith(ruleSet + "."));
  }

  private boolean isChosen(String ruleSet, String rule) {
    return chosen == null
        || chosen.rules().stream().anyMatch(each -> each.name().equals(ruleSet + "." + rule));
  }

  // ---- states

  private void states() {
    StoredStates known = states;
    if (known == null) {
      return; // it was said why
    }
    byte[] key = chosen == null ? null : chosen.key();
    reading("states of keys", () -> statesOfKeys(known, key));
    reading("states under names", () -> namedStates(known, key));
  }

  private void statesOfKeys(StoredStates known, byte @Nullable [] key) {
    Set<Long> ids = new HashSet<>();
    if (chosen != null) {
      chosen.rules().forEach(rule -> ids.addAll(rule.stateIds()));
    }
    KeyedStates keyed = new KeyedStates(view.db());
    if (key != null) {
      KeyName name = new KeyName(io.tripline.engine.event.Bytes.hash(key, 0, key.length), key);
      keyed.load(
          List.of(name),
          (_, id, state) -> {
            if (ids.contains(id)) {
              reading("a state of the key", () -> tell(known, 1, name, id, state));
            }
          });
      return;
    }
    Keys keys = new Keys();
    keyed.forEachRecord(
        (record, there) ->
            reading(
                "state of a key, record " + record,
                () -> {
                  long id = there.id();
                  long number = keys.number(there.name().key());
                  if (chosen == null || ids.contains(id)) {
                    tell(known, number, there.name(), id, there.state());
                  }
                }));
  }

  /** Numbers keys, whose states come key by key. */
  private static final class Keys {
    private byte @Nullable [] last;
    private long count;

    long number(byte[] key) {
      if (!Arrays.equals(key, last)) {
        last = key;
        count++;
      }
      return count;
    }
  }

  private void tell(StoredStates known, long number, KeyName key, long id, KeyState state) {
    give(new StoreRecord.State(number, known.tell(key, id, state)));
  }

  private void namedStates(StoredStates known, byte @Nullable [] key) {
    view.db()
        .scan(
            Family.STATES,
            cursor -> {
              long record = 0;
              for (boolean there = cursor.first(); there; there = cursor.next()) {
                record++;
                reading(
                    "state under a name, record " + record,
                    () -> namedState(known, cursor.key(), cursor.value(), key));
              }
              return null;
            });
  }

  private void namedState(StoredStates known, byte[] name, byte[] value, byte @Nullable [] key) {
    if (name.length < Long.BYTES) {
      throw view.db().damaged("the name of a state has " + name.length + " bytes");
    }
    byte[] of = Arrays.copyOfRange(name, Long.BYTES, name.length);
    known
        .tell(Bytes.getLong(name, 0), of, value)
        .filter(state -> chosen == null || isChosen(state, of, key))
        .ifPresent(state -> give(new StoreRecord.State(0, state)));
  }

  /** Its name ends with the key. */
  private boolean isChosen(StoredState state, byte[] name, byte @Nullable [] key) {
    if (!(state instanceof StoredState.OncePerAlert standing)) {
      return false;
    }
    int dot = standing.rule().lastIndexOf('.');
    if (!isChosen(standing.rule().substring(0, dot), standing.rule().substring(dot + 1))) {
      return false;
    }
    int rule = Bytes.utf8(standing.rule()).length - 1 + 2 * Integer.BYTES;
    return key == null || Arrays.equals(name, rule, name.length, key, 0, key.length);
  }

  // ---- alerts

  private void alerts() {
    AlertMask mask = new AlertMask(versions, rules, options.settings().showPii());
    RocksAlertReader reader = RocksAlertReader.of(view);
    view.db()
        .scan(
            Family.ALERTS,
            cursor -> {
              for (boolean there = cursor.first(); there; there = cursor.next()) {
                long ordinal = Bytes.getLong(cursor.key(), 0);
                reading(
                    "alert " + ordinal,
                    () -> {
                      StoredAlert alert = reader.stored(cursor);
                      if (isChosen(alert.alert())) {
                        give(new StoreRecord.OfAlert(mask.of(alert)));
                      }
                    });
              }
              return null;
            });
  }

  private boolean isChosen(Alert alert) {
    Chosen only = chosen;
    if (only == null) {
      return true;
    }
    if (!isChosen(alert.ruleSet(), alert.rule())) {
      return false;
    }
    byte[] key = only.key();
    StoredRule rule = only.rules().getFirst();
    return key == null || isSame(alert.key(), rule.key().values(key));
  }

  private static boolean isSame(List<NamedValue> one, List<NamedValue> other) {
    return one.stream()
        .map(NamedValue::value)
        .toList()
        .equals(other.stream().map(NamedValue::value).toList());
  }

  private void outbox() {
    RocksAlertReader alerts = RocksAlertReader.of(view);
    view.db()
        .scan(
            Family.OUTBOX,
            cursor -> {
              long record = 0;
              for (boolean there = cursor.first(); there; there = cursor.next()) {
                record++;
                reading(
                    "outbox, record " + record,
                    () -> delivery(cursor.key(), cursor.value(), alerts));
              }
              return null;
            });
  }

  private void delivery(byte[] key, byte[] value, RocksAlertReader alerts) {
    OutboxKeys.requireWhole(view.db(), key);
    if (key[0] == OutboxKeys.SCHEDULE) {
      return; // the same again, by when it is due
    }
    String webhook = new String(key, 2, key[1], StandardCharsets.UTF_8);
    long ordinal = OutboxKeys.ordinal(key);
    Outbox.Entry entry = OutboxQueue.decode(view.db(), webhook, ordinal, value);
    @Nullable Alert alert = alerts.get(ordinal).map(StoredAlert::alert).orElse(null);
    if (chosen == null || alert != null && isChosen(alert)) {
      boolean givenUp = key[0] == OutboxKeys.DEAD;
      give(new StoreRecord.Delivery(entry, givenUp, alert == null ? null : alert.id()));
    }
  }
}
