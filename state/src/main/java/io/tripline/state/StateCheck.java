package io.tripline.state;

import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.pipeline.StoredStates;
import io.tripline.engine.pipeline.StoredStates.Settings;
import io.tripline.engine.port.StateStore.KeyName;
import io.tripline.engine.port.StateStore.KeyState;
import io.tripline.engine.port.StorageException;
import java.util.Arrays;

/**
 * Reads what rules and windows keep in their states, as an engine would that comes to them: what
 * has a right checksum and is wrong was written wrongly.
 */
final class StateCheck {
  private static final String MEANS =
      "An engine fails when it comes to that key." + Findings.RESTORE;

  private final StoreView view;
  private final StoredStates states;
  private final Findings findings;

  private StateCheck(StoreView view, StoredStates states, Findings findings) {
    this.view = view;
    this.states = states;
    this.findings = findings;
  }

  /**
   * Checks them.
   *
   * @throws StorageException if the rules that were running cannot be read
   */
  static void run(StoreView view, RuleSetReader rules, Findings findings) {
    StoredStates states =
        StoredStates.of(
            RocksStateStore.lastCheckpoint(view.db()),
            new RocksRuleVersions(view.db()),
            rules,
            new Settings(0, false));
    StateCheck check = new StateCheck(view, states, findings);
    new KeyedStates(view.db()).forEach(check::ofKey);
    check.named();
  }

  private void ofKey(KeyName key, long id, KeyState state) {
    told("states that cannot be read", "states", () -> states.tell(key, id, state));
  }

  private void named() {
    view.db()
        .scan(
            Family.STATES,
            cursor -> {
              for (boolean there = cursor.first(); there; there = cursor.next()) {
                byte[] name = cursor.key();
                byte[] value = cursor.value();
                told(
                    "states that cannot be read",
                    "states under names",
                    () -> states.tell(Bytes.getLong(name, 0), rest(name), value));
              }
              return null;
            });
  }

  private static byte[] rest(byte[] name) {
    return Arrays.copyOfRange(name, Long.BYTES, name.length);
  }

  private void told(String kind, String where, Runnable read) {
    try {
      read.run();
    } catch (StorageException e) {
      findings.damage(kind, where, String.valueOf(e.getMessage()), MEANS);
    }
  }
}
