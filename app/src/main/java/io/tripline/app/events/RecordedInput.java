package io.tripline.app.events;

import io.tripline.app.cli.Terminal;
import io.tripline.app.rules.CheckedRules;
import io.tripline.app.rules.RulePaths;
import io.tripline.dsl.ir.RuleSet;
import io.tripline.engine.contents.Change;
import io.tripline.ingest.file.EventFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Rules, and recorded events to run through them: the same for every command that does so. */
public final class RecordedInput {
  @Option(
      names = "--rules",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description = RulePaths.TOGETHER)
  private List<Path> rules = List.of();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description =
          "Files of events, JSON lines or CSV, plain or gzipped; - is standard input. "
              + "Several files are merged by event time.")
  private List<String> events = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the rule set, of which the alerts' ids are made. "
              + "Default: the name of the first file or folder.")
  private @Nullable String name;

  @Option(
      names = "--list",
      paramLabel = "NAME=FILE",
      description =
          "What a list holds before the first event: CSV whose first line names the columns "
              + "(value, reason, expires), or JSON; gzipped in files called *.gz.")
  private List<String> lists = List.of();

  @Option(
      names = "--table",
      paramLabel = "NAME=FILE",
      description = "What a table holds, likewise: its key and its columns.")
  private List<String> tables = List.of();

  /**
   * What lists and tables hold before the first event; warns of those that hold nothing.
   *
   * @throws io.tripline.app.cli.WrongUseException if that cannot be read
   */
  public List<Change> contents(RuleSet ruleSet, Terminal terminal) {
    return ContentsFiles.read(ruleSet, lists, tables, terminal);
  }

  /** Reads and compiles the rules; see {@link CheckedRules#read}. */
  public CheckedRules rules() {
    return CheckedRules.read(rules);
  }

  /** The name that the rule set has. */
  public String name(CheckedRules checked) {
    return name == null ? checked.defaultName() : name;
  }

  /** The event files as they were named; {@link EventFiles#STANDARD_INPUT} is one. */
  public List<String> events() {
    return events;
  }

  /** Opens the event files; see {@link EventFiles#open}. */
  public List<EventFile> open(Terminal terminal) throws IOException {
    return EventFiles.open(events, terminal);
  }
}
