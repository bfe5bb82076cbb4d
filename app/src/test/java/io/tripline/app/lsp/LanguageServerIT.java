package io.tripline.app.lsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.Main;
import io.tripline.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as editors start it: a process with two pipes. */
final class LanguageServerIT {
  @TempDir private Path folder;

  private Process start(String... options) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            Main.class.getName(),
            "lsp");
    builder.command().addAll(List.of(options));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.redirectError(folder.resolve("log").toFile());
    return builder.start();
  }

  @Test
  void aProcessAnswersAndEndsInOrder() throws IOException, InterruptedException {
    TestClient client = new TestClient();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Process process = start("--stdio");
      LanguageServer server =
          Session.connect(client, process.getInputStream(), process.getOutputStream(), threads);
      InitializeParams params = new InitializeParams();
      params.setCapabilities(new ClientCapabilities());
      params.setProcessId(Math.toIntExact(ProcessHandle.current().pid()));
      assertThat(
              server
                  .initialize(params)
                  .orTimeout(120, SECONDS)
                  .join()
                  .getCapabilities()
                  .getHoverProvider()
                  .getLeft())
          .isTrue();
      server.initialized(new InitializedParams());
      String uri = folder.resolve("Zahlung ü.trip").toUri().toString();
      server
          .getTextDocumentService()
          .didOpen(
              new DidOpenTextDocumentParams(
                  new TextDocumentItem(uri, "tripline", 7, "event Payment {")));
      assertThat(client.diagnostics(uri, 7).getDiagnostics()).isNotEmpty();
      server.shutdown().orTimeout(60, SECONDS).join();
      server.exit();
      assertThat(process.waitFor(60, SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(ExitCode.FINE);
    }
    assertThat(Files.readString(folder.resolve("log"))).isEmpty();
  }

  @Test
  void aProcessWhoseInputEndsGoesAway() throws IOException, InterruptedException {
    Process process = start();
    process.getOutputStream().close();
    assertThat(process.waitFor(60, SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.FINDINGS);
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
  }
}
