package io.tripline.app.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The standard streams of the process, and whether a person looks at them. Commands get it handed
 * in, so that tests can capture everything.
 *
 * @param in standard input; only closed by the process
 * @param out standard output, for results; unbuffered, reports write errors. UTF-8 is written to it
 * @param err standard error, for messages and progress
 * @param outIsTerminal whether results are shown to a person
 * @param errIsTerminal whether messages are shown to a person, so that a progress bar makes sense
 */
public record Terminal(
    InputStream in,
    OutputStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {

  /** The streams of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new PipeOutput(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.err), 8192),
            true,
            StandardCharsets.UTF_8),
        Tty.is(1),
        Tty.is(2));
  }

  /** Whether results may be colored: on a terminal, unless its user does not want it. */
  public boolean colors() {
    return outIsTerminal
        && System.getenv("NO_COLOR") == null
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** Writes text to standard output, for commands that print little. */
  public PrintStream results() {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
