package io.tripline.app.audit;

import io.tripline.app.cli.ExitCode;
import io.tripline.app.cli.Terminal;
import io.tripline.app.cli.WrongUseException;
import io.tripline.engine.port.StorageException;
import io.tripline.state.AuditCheck;
import io.tripline.state.AuditLog.Head;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code tripline audit verify}: finds the first place at which the log was changed. */
@Command(
    name = "verify",
    description = {
      "Read the audit log, and find the first entry that is not as it was written.",
      "",
      "Each entry holds the hash of the one before. Whoever can write the data folder can write "
          + "the whole chain anew, or cut off its end; that shows against an end that was noted "
          + "elsewhere: the server writes it to its own log, as \"Audit log anchor 17:ab…\".",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline audit verify --data data",
      "          tripline audit verify --data data --anchor 17:ab…",
      "",
      AuditCommand.EXIT_CODES
    })
final class AuditVerifyCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "${env:TRIPLINE_DATA:-data}",
      description = "The data folder, or the folder of a savepoint. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of("data");

  @Option(
      names = "--anchor",
      paramLabel = "N:HASH",
      converter = AnchorConverter.class,
      description =
          "An end of the log that was noted, as the server's log has it; several, if given.")
  private List<Head> anchors = List.of();

  AuditVerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    AuditCheck check;
    try {
      check = AuditCheck.run(data, anchors);
    } catch (StorageException e) {
      throw new WrongUseException(String.valueOf(e.getMessage()), e);
    }
    AuditCheck.Broken broken = check.broken();
    if (broken != null) {
      terminal.results().println("NOT AS IT WAS WRITTEN, from entry " + broken.number() + " on.");
      terminal.results().println(broken.what());
      return ExitCode.FINDINGS;
    }
    terminal.results().println("The audit log is whole: " + check.head().entries() + " entries.");
    terminal.results().println("Its end is " + check.head());
    return ExitCode.FINE;
  }

  /** Reads an end as the server's log has it. */
  static final class AnchorConverter implements ITypeConverter<Head> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    @Override
    public Head convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no end of an audit log; it is a number, a colon and 64 hex digits");
      }
      return new Head(Long.parseLong(form.group(1)), form.group(2));
    }
  }
}
