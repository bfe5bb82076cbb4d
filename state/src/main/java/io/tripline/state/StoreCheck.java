package io.tripline.state;

import io.tripline.engine.pipeline.RuleSetReader;
import io.tripline.engine.port.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads all of a store that no process uses, and says what is not as it should be. */
public final class StoreCheck {
  private final Path store;
  private final RuleSetReader rules;
  private final Findings findings = new Findings();

  private StoreCheck(Path store, RuleSetReader rules) {
    this.store = store;
    this.rules = rules;
  }

  /**
   * Looks through a store; changes nothing.
   *
   * @param rules compiles rules that are in it
   * @throws StorageException if there is no store, or a process uses it
   */
  public static StoreReport run(Path store, RuleSetReader rules) {
    StoreFolder.requireReadable(store);
    StoreCheck check = new StoreCheck(store, rules);
    StoreLock.whileHeld(store, check::all);
    return check.findings.report();
  }

  private void all() {
    NativeLibrary.load();
    tables();
    try (StoreView view = StoreView.open(store)) {
      long checkpoint = RocksStateStore.checkpointSequence(view.db());
      journal(checkpoint);
      new RecordCheck(view.db(), findings).run();
      findings.within(
          "rules and states",
          "An engine does not start on it." + Findings.RESTORE,
          () -> StateCheck.run(view, rules, findings));
      findings.count("checkpoint", checkpoint);
      if (findings.report().isWhole()) {
        findings.within(
            "checkpoint",
            "An engine does not start on it." + Findings.RESTORE,
            () -> findings.count("rule sets", view.outline(rules).ruleSets().size()));
      }
    } catch (StorageException e) {
      findings.damage(
          "db", "db", String.valueOf(e.getMessage()), "Nothing of the store can be used.");
      journal(-1);
    }
  }

  private void journal(long checkpoint) {
    JournalCheck journal = new JournalCheck(findings);
    journal.run(store, checkpoint);
    findings.count("first entry", journal.first());
    findings.count("last entry", journal.last());
  }

  private void tables() {
    try (Stream<Path> files = Files.list(StoreFolder.rocks(store))) {
      List<Path> tables =
          files.filter(file -> file.toString().endsWith(SavepointFiles.TABLE)).sorted().toList();
      for (Path table : tables) {
        findings.count("tables", 1);
        String problem = SavepointFiles.ofTable(table);
        if (problem != null) {
          findings.damage(
              "tables",
              "db/" + table.getFileName(),
              problem,
              "States, alerts or other records in it are lost; the store fails when it comes to"
                  + " them."
                  + Findings.RESTORE);
        }
      }
    } catch (IOException e) {
      findings.damage("db", "db", "cannot be read (" + e + ")", Findings.RESTORE.strip());
    }
  }
}
