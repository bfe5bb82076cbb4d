package io.tripline.app.serve;

import io.tripline.app.cli.DurationConverter;
import io.tripline.app.cli.WrongUseException;
import io.tripline.dsl.ir.Decision;
import io.tripline.rest.decision.DecisionSettings;
import io.tripline.state.StoreSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How callers are answered who wait for a decision. */
final class DecisionOptions {
  /** What an answer waits for. */
  private enum After {
    JOURNAL,
    RULES
  }

  @Option(
      names = "--decision-deadline",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      defaultValue = "200ms",
      description =
          "The longest that a caller waits for a decision, 1ms to 1m; after it the answer is the "
              + "default one, and says so. Default: ${DEFAULT-VALUE}.")
  private Duration deadline = DecisionSettings.defaults().deadline();

  @Option(
      names = "--decision-default",
      paramLabel = "DECISION",
      converter = DecisionConverter.class,
      defaultValue = "approve",
      description =
          "The answer where the rules have not answered in time, or did not take the event: "
              + "approve (fail open), review or decline (fail closed). Default: ${DEFAULT-VALUE}.")
  private Decision otherwise = DecisionSettings.defaults().otherwise();

  @Option(
      names = "--decision-after",
      paramLabel = "WHAT",
      converter = AfterConverter.class,
      defaultValue = "journal",
      description =
          "What an answer waits for beside the rules: journal (the event is in the journal, as "
              + "--sync says; asked again after a crash, the same is answered) or rules (for "
              + "nothing more: it is faster, and a crash may lose the event that was answered). "
              + "Default: ${DEFAULT-VALUE}.")
  private After after = After.JOURNAL;

  @Option(
      names = "--max-remembered-decisions",
      paramLabel = "N",
      description =
          "The most answers that are remembered for callers who ask again, on disk. Past it the "
              + "oldest are forgotten, and counted. Default: ${DEFAULT-VALUE}.")
  private long maxRemembered = StoreSettings.USUAL_DECISIONS;

  /**
   * @throws IllegalArgumentException if the deadline is out of bounds
   */
  DecisionSettings settings() {
    return new DecisionSettings(deadline, otherwise);
  }

  boolean early() {
    return after == After.RULES;
  }

  /**
   * How many answers are remembered.
   *
   * @throws WrongUseException if that is none
   */
  long maxRemembered() {
    if (maxRemembered < 1) {
      throw new WrongUseException(
          "--max-remembered-decisions must be 1 or more, not " + maxRemembered);
    }
    return maxRemembered;
  }

  /** Reads a decision as rules write it. */
  static final class DecisionConverter implements ITypeConverter<Decision> {
    @Override
    public Decision convert(String text) {
      List<String> words = Arrays.stream(Decision.values()).map(Decision::text).toList();
      int index = words.indexOf(text);
      if (index < 0) {
        throw new TypeConversionException(
            "'" + text + "' is no decision; it is one of " + String.join(", ", words));
      }
      return Decision.values()[index];
    }
  }

  /** Reads what an answer waits for. */
  static final class AfterConverter implements ITypeConverter<After> {
    @Override
    public After convert(String text) {
      return switch (text) {
        case "journal" -> After.JOURNAL;
        case "rules" -> After.RULES;
        default -> throw new TypeConversionException("'" + text + "' is neither journal nor rules");
      };
    }
  }
}
