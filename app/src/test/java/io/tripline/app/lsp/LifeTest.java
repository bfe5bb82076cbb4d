package io.tripline.app.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tripline.app.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session begins and ends. */
final class LifeTest {
  @TempDir private Path folder;

  @Test
  void aShutdownAndAnExitEndItInOrder() throws IOException {
    try (Session session = Session.in(folder)) {
      session.server().shutdown().orTimeout(60, TimeUnit.SECONDS).join();
      session.server().exit();
      assertThat(session.exitCode()).isEqualTo(ExitCode.FINE);
      assertThat(session.log()).isEmpty();
    }
  }

  @Test
  void anExitWithoutAShutdownIsAFinding() throws IOException {
    try (Session session = Session.in(folder)) {
      session.server().exit();
      assertThat(session.exitCode()).isEqualTo(ExitCode.FINDINGS);
    }
  }

  @Test
  void anEditorThatGoesAwayEndsIt() throws IOException {
    try (Session session = Session.in(folder)) {
      session.hangUp();
      assertThat(session.exitCode()).isEqualTo(ExitCode.FINDINGS);
    }
  }

  /** Some editors die without a word and leave the pipes open. */
  @Test
  void theEndOfTheEditorsProcessEndsIt() throws IOException {
    Process editor = new ProcessBuilder("cat").start();
    try (Session session = Session.of(editor.toHandle())) {
      editor.destroy();
      assertThat(session.exitCode()).isEqualTo(ExitCode.FINDINGS);
    }
  }

  @Test
  void itSaysWhoItIsAndAsksToHearOfFiles() throws IOException {
    try (Session session = Session.in(folder)) {
      assertThat(session.initialized().getServerInfo().getName()).isEqualTo("tripline");
      session.open("untitled:a", "");
      session.client().diagnostics("untitled:a", 1);
      assertThat(session.client().registered()).containsExactly("workspace/didChangeWatchedFiles");
    }
  }

  @Test
  void aMessageThatIsNoJsonDoesNotEndIt() throws IOException {
    try (Session session = Session.in(folder)) {
      session.send("Content-Length: 7\r\n\r\n{\"a\": x");
      session.send("Content-Length: 40\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"no/such/one\"}");
      session.open("untitled:a", "event Payment {");
      assertThat(session.client().diagnostics("untitled:a", 1).getDiagnostics()).isNotEmpty();
    }
  }
}
