package io.tripline.app.store;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.app.rules.StoredRules;
import io.tripline.engine.port.StorageException;
import io.tripline.state.StoreCheck;
import io.tripline.state.StoreReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tripline store check}: reads everything, and says what is damaged. */
@Command(
    name = "check",
    description = {
      "Read all of a store, and say what is damaged, what that means, and what to do.",
      "",
      "Checked are the checksums of all tables and of all records and blocks of the journal, that"
          + " no entry is missing in it and that it goes together with the checkpoint, and all"
          + " records of the database as far as they tell of each other.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {"", "Example:  tripline store check --data data", "", StoreCommand.EXIT_CODES})
final class StoreCheckCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private StoreOptions options = new StoreOptions();

  StoreCheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  private record Report(boolean whole, List<Found> findings, Map<String, Long> checked) {
    static Report of(StoreReport report) {
      return new Report(
          report.isWhole(),
          report.findings().stream()
              .map(
                  each ->
                      new Found(
                          each.isDamage() ? "damage" : "note",
                          each.where(),
                          each.what(),
                          each.means()))
              .toList(),
          report.figures());
    }
  }

  private record Found(String kind, String where, String what, String means) {}

  @Override
  public Integer call() {
    StoreReport report;
    try {
      report = StoreCheck.run(options.data(), StoredRules::compile);
    } catch (StorageException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
    options.print(terminal, Report.of(report), text(report));
    return report.isWhole() ? ExitCode.FINE : ExitCode.FINDINGS;
  }

  private static String text(StoreReport report) {
    StringBuilder text = new StringBuilder();
    for (StoreReport.Finding each : report.findings()) {
      text.append(each.isDamage() ? "DAMAGE  " : "note    ")
          .append(each.where())
          .append(": ")
          .append(each.what())
          .append("\n        ")
          .append(each.means())
          .append('\n');
    }
    report.figures().forEach((what, many) -> text.append("%-20s %d%n".formatted(what, many)));
    return text.append(report.isWhole() ? "The store is whole.\n" : "The store is damaged.\n")
        .toString();
  }
}
