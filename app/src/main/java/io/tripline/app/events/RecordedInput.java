package io.tripline.app.events;

import io.tripline.app.cli.Terminal;
import io.tripline.app.rules.CheckedRules;
import io.tripline.ingest.file.EventFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Rules, and recorded events to run through them: the same for every command that does so. */
public final class RecordedInput {
  @Option(
      names = "--rules",
      paramLabel = "PATH",
      arity = "1..*",
      required = true,
      description =
          "Rule files, and folders of which every .trip file below is taken. "
              + "All of them together are one rule set.")
  private List<Path> rules = List.of();

  @Option(
      names = "--events",
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description =
          "Files of events, plain or gzipped; - is standard input. "
              + "Several files are merged by event time.")
  private List<String> events = List.of();

  /** Reads and compiles the rules; see {@link CheckedRules#read}. */
  public CheckedRules rules() {
    return CheckedRules.read(rules);
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
