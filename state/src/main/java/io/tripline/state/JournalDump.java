package io.tripline.state;

import io.tripline.engine.pipeline.JournalTeller;
import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.RuleVersions;
import io.tripline.engine.port.StorageException;
import io.tripline.state.StoreRecord.Damage;
import java.util.function.Consumer;

/** Tells the entries of a journal, and where some are missing. */
final class JournalDump {
  private final JournalView journal;
  private final DumpOptions options;
  private final Consumer<StoreRecord> to;
  private final JournalTeller teller;
  private long next = -1;

  JournalDump(
      JournalView journal,
      RuleVersions versions,
      RuleSetReader rules,
      DumpOptions options,
      Consumer<StoreRecord> to) {
    this.journal = journal;
    this.options = options;
    this.to = to;
    this.teller = new JournalTeller(versions, rules, options.settings().showPii());
  }

  void run() {
    try {
      journal.readOn(
          options.from(), this::onBlock, broken -> to.accept(new Damage("journal", broken)));
    } catch (StorageException e) {
      to.accept(new Damage("journal", String.valueOf(e.getMessage())));
    }
  }

  private boolean onBlock(long first, long last, byte[] block) {
    if (next >= 0 && first != next) {
      String what =
          first > next
              ? "entries " + next + " to " + (first - 1) + " are missing"
              : "entry " + first + " comes after entry " + (next - 1);
      to.accept(new Damage("journal", what));
    }
    next = last + 1;
    try {
      return teller.tell(
          first,
          block,
          options.from(),
          entry -> {
            if (entry.sequence() <= options.to()) {
              to.accept(new StoreRecord.Entry(entry));
            }
            return entry.sequence() < options.to();
          });
    } catch (StorageException | IllegalArgumentException | IndexOutOfBoundsException e) {
      String where = "journal, entries " + first + " to " + last;
      to.accept(new Damage(where, String.valueOf(e.getMessage())));
      return last < options.to();
    }
  }
}
