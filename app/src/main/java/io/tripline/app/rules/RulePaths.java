package io.tripline.app.rules;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Parameters;

/** The rules that a command is about, named without an option. */
public final class RulePaths {
  /** What a path stands for, for the help of every command that takes some. */
  public static final String EACH =
      "Rule files, and folders of which every .trip file below is taken.";

  /** What several are together, where they have to fit together. */
  public static final String TOGETHER = EACH + " All of them together are one rule set.";

  @Parameters(paramLabel = "PATH", arity = "1..*", description = TOGETHER)
  private List<Path> paths = List.of();

  /** Reads and compiles; see {@link CheckedRules#read}. */
  public CheckedRules read() {
    return CheckedRules.read(paths);
  }

  /** As they were given, for messages. */
  @Override
  public String toString() {
    return paths.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
