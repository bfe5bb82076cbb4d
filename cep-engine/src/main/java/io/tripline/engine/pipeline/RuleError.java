package io.tripline.engine.pipeline;

import io.tripline.engine.match.Match;
import io.tripline.engine.port.StorageException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An error inside a rule, on its way from the worker that met it to the alert handler, and to
 * workers whose rules take what this one makes. See {@link RuleErrors}.
 *
 * @param index in its slot of the entry at which it was met
 * @param clock that matching had come to
 * @param completedBy place of the event, as a match would have it; or {@link Match#TIME}
 * @param rule that has failed
 * @param reason for people
 */
record RuleError(int index, long clock, long completedBy, RunningRule rule, String reason) {
  /** Of our own code, the innermost first. */
  private static final int FRAMES = 5;

  /**
   * Whether an error is to be blamed on the rule in whose code it was met. Those of the machine are
   * nobody's, but for a stack that overflows; those of the store and of the engine are the
   * engine's.
   */
  static boolean isOfRule(Throwable error) {
    return error instanceof StackOverflowError
        || !(error instanceof VirtualMachineError
            || error instanceof StorageException
            || error instanceof EngineFailedException);
  }

  /** For those to whom errors of rules are errors of their own. */
  static RuntimeException thrown(Throwable error) {
    if (error instanceof Error fatal) {
      throw fatal;
    }
    return error instanceof RuntimeException known ? known : new IllegalStateException(error);
  }

  /**
   * What happened, and where in the code. Without the error's message, which may quote what is
   * nobody's business.
   *
   * @param at the event, for people
   */
  static String reason(String at, Throwable error) {
    String frames =
        Stream.of(error.getStackTrace())
            .limit(FRAMES)
            .map(RuleError::frame)
            .collect(Collectors.joining(" < "));
    String where = frames.isEmpty() ? "" : " in " + frames;
    return at + ": " + error.getClass().getSimpleName() + where;
  }

  private static String frame(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.substring(name.lastIndexOf('.') + 1)
        + "."
        + frame.getMethodName()
        + ":"
        + frame.getLineNumber();
  }
}
