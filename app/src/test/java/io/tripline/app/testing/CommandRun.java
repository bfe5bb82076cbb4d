package io.tripline.app.testing;

import io.tripline.app.Main;
import io.tripline.app.cli.StopRequest;
import io.tripline.app.cli.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A command that was run within this process.
 *
 * @param code its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record CommandRun(int code, String out, String err) {

  /** Runs a command line; the arguments are shown by their {@code toString}. */
  public static CommandRun of(Object... args) {
    return withInput("", args);
  }

  /** Runs a command line in an environment of these variables alone. */
  public static CommandRun in(Map<String, String> environment, Object... args) {
    return run("", environment, args);
  }

  /** Runs a command line that finds something on standard input. */
  public static CommandRun withInput(String in, Object... args) {
    return run(in, System.getenv(), args);
  }

  private static CommandRun run(String in, Map<String, String> environment, Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code =
        Main.run(
            terminal,
            StopRequest.byHand(),
            environment,
            Stream.of(args).map(Object::toString).toArray(String[]::new));
    return new CommandRun(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
