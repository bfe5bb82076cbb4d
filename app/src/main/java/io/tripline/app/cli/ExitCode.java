package io.tripline.app.cli;

/** What a command answers to the shell; a contract with scripts. */
public final class ExitCode {
  private ExitCode() {}

  public static final int FINE = 0;

  /** The command worked, and found something: rules with errors. */
  public static final int FINDINGS = 1;

  /** Unknown option, missing file, unreadable input, a port or a folder that is taken. */
  public static final int WRONG_USE = 2;

  /** A bug or a failing machine. */
  public static final int FAILED = 3;

  /** The footer of each command's help. */
  public static final String HELP =
      "Exit codes: 0 fine, 1 the rules have errors, 2 wrong use, 3 a failure.";
}
