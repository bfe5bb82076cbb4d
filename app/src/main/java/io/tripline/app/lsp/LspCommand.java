package io.tripline.app.lsp;

import io.tripline.app.cli.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.services.LanguageClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tripline lsp}: the language server. */
@Command(
    name = "lsp",
    customSynopsis = {"tripline lsp [--stdio]"},
    description = {
      "Answer an editor, by the Language Server Protocol.",
      "",
      "Editors start this; it talks over standard input and output until the editor tells it to "
          + "exit, or goes away. What it has to say to people goes to standard error. "
          + "See docs/editors.md for how to set up an editor.",
      ""
    },
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Example:  tripline lsp",
      "",
      "Exit codes: 0 after an orderly shutdown, 1 without one, 2 wrong use, 3 a failure."
    })
public final class LspCommand implements Callable<Integer> {
  /** So long nothing must be typed before rules are checked. */
  private static final Duration QUIET = Duration.ofMillis(150);

  /** The library says much of what is no failure. Held, or the setting is forgotten. */
  private static final Logger LIBRARY = Logger.getLogger("org.eclipse.lsp4j");

  private final Terminal terminal;

  @Option(
      names = "--stdio",
      description =
          "Talk over standard input and output. There is no other way, so it can be left out; "
              + "some editors add it.")
  private boolean stdio;

  public LspCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    // Whatever a library prints must not get between the messages.
    PrintStream out = System.out;
    System.setOut(terminal.err());
    try {
      return serve(terminal, QUIET, DiagnosticPages.ofProgram());
    } finally {
      System.setOut(out);
    }
  }

  /** Serves until the end; answers the exit code. */
  static int serve(Terminal terminal, Duration quiet, DiagnosticPages pages) {
    LIBRARY.setLevel(Level.SEVERE);
    try (ServerThreads threads = new ServerThreads(terminal.err())) {
      RuleLanguageServer server = new RuleLanguageServer(quiet, threads, pages);
      Launcher<LanguageClient> launcher =
          new Launcher.Builder<LanguageClient>()
              .setLocalService(server)
              .setRemoteInterface(LanguageClient.class)
              .setInput(terminal.in())
              .setOutput(terminal.out())
              .setExecutorService(threads.reader())
              .validateMessages(true)
              .create();
      server.connect(launcher.getRemoteProxy());
      var unused = launcher.startListening();
      // Comes to its turn when the input has ended.
      threads.reader().execute(server::exit);
      return server.end().join();
    }
  }
}
