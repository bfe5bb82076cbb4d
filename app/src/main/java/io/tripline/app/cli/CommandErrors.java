package io.tripline.app.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into one sentence on standard error and an exit code. */
public final class CommandErrors {
  private final Terminal terminal;
  private final BooleanSupplier debug;

  /**
   * @param debug whether the user wants stack traces, asked when something was thrown
   */
  public CommandErrors(Terminal terminal, BooleanSupplier debug) {
    this.terminal = terminal;
    this.debug = debug;
  }

  /** A command line that cannot be understood. */
  public int wrongUse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    terminal.err().println(name + ": " + e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      UnmatchedArgumentException.printSuggestions(unmatched, command.getErr());
    }
    terminal.err().println("See: " + name + " --help");
    return ExitCode.WRONG_USE;
  }

  /** A command that was understood, and did not get through. */
  public int failed(Exception e, CommandLine command, ParseResult parsed) {
    String name = command.getCommandSpec().qualifiedName();
    return switch (e) {
      case BrokenPipeException gone -> ExitCode.FINE;
      case WrongUseException wrong -> tell(name, wrong.getMessage(), wrong, ExitCode.WRONG_USE);
      case FailedException failed -> tell(name, failed.getMessage(), failed, ExitCode.FAILED);
      case FileSystemException io -> tell(name, IoErrors.sentence(io), io, ExitCode.WRONG_USE);
      case IOException io -> tell(name, io.getMessage(), io, ExitCode.FAILED);
      case UncheckedIOException unchecked -> tell(name, unchecked.getMessage(), e, ExitCode.FAILED);
      default -> unexpected(name, e);
    };
  }

  /** Memory that does not suffice; nothing else can be done about it here. */
  public int outOfMemory(VirtualMachineError e) {
    String sentence =
        "not enough memory (" + e + "); give Java more with TRIPLINE_JAVA_OPTS=-Xmx4g";
    return tell("tripline", sentence, e, ExitCode.FAILED);
  }

  private int tell(String name, @Nullable String sentence, Throwable e, int code) {
    PrintStream err = terminal.err();
    err.println(name + ": " + sentence);
    if (debug.getAsBoolean()) {
      e.printStackTrace(err);
    }
    return code;
  }

  private int unexpected(String name, Exception e) {
    PrintStream err = terminal.err();
    err.println(name + ": unexpected failure: " + e);
    if (debug.getAsBoolean()) {
      e.printStackTrace(err);
    } else {
      err.println("The same command with --debug shows the stack trace.");
    }
    return ExitCode.FAILED;
  }
}
