package io.tripline.app.lsp;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.tripline.app.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesCapabilities;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;

/** An editor and a server that talk over pipes. */
final class Session implements AutoCloseable {
  /** The event types of these tests. */
  static final String EVENTS =
      """
      /// A card payment.
      event Payment {
        time   timestamp @time
        card   string
        amount decimal(2)
      }
      """;

  private final TestClient client = new TestClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final OutputStream toServer;
  private final LanguageServer server;
  private final CompletableFuture<Integer> end;

  private Session() throws IOException {
    Pipe asked = Pipe.open();
    Pipe answered = Pipe.open();
    toServer = Channels.newOutputStream(asked.sink());
    Terminal terminal =
        new Terminal(
            Channels.newInputStream(asked.source()),
            Channels.newOutputStream(answered.sink()),
            new PrintStream(log, true, StandardCharsets.UTF_8),
            false,
            false);
    end =
        CompletableFuture.supplyAsync(
            () ->
                LspCommand.serve(
                    terminal, Duration.ofMillis(10), DiagnosticPages.above(Path.of(""))),
            threads);
    server = connect(client, Channels.newInputStream(answered.source()), toServer, threads);
  }

  /** The server at the other end of two streams. */
  static LanguageServer connect(
      TestClient client, InputStream in, OutputStream out, ExecutorService threads) {
    var launcher = LSPLauncher.createClientLauncher(client, in, out, threads, c -> c);
    var unused = launcher.startListening();
    return launcher.getRemoteProxy();
  }

  /** A session in which the folders are open. */
  static Session in(Path... folders) throws IOException {
    return with(null, folders);
  }

  /** The same with settings of the user. */
  static Session with(@Nullable Object settings, Path... folders) throws IOException {
    return start(null, settings, folders);
  }

  /** A session of an editor that is a process of its own. */
  static Session of(ProcessHandle editor) throws IOException {
    return start(Math.toIntExact(editor.pid()), null);
  }

  private static Session start(@Nullable Integer editor, @Nullable Object settings, Path... folders)
      throws IOException {
    Session session = new Session();
    InitializeParams params = new InitializeParams();
    params.setProcessId(editor);
    params.setCapabilities(capabilities());
    params.setInitializationOptions(settings);
    params.setWorkspaceFolders(Stream.of(folders).map(Session::folder).toList());
    session.initialized = session.server.initialize(params).orTimeout(60, SECONDS).join();
    session.server.initialized(new InitializedParams());
    return session;
  }

  private @Nullable InitializeResult initialized;

  static WorkspaceFolder folder(Path path) {
    return new WorkspaceFolder(path.toUri().toString(), String.valueOf(path.getFileName()));
  }

  private static ClientCapabilities capabilities() {
    WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
    workspace.setDidChangeWatchedFiles(new DidChangeWatchedFilesCapabilities(true));
    WorkspaceEditCapabilities edits = new WorkspaceEditCapabilities();
    edits.setDocumentChanges(true);
    workspace.setWorkspaceEdit(edits);
    TextDocumentClientCapabilities document = new TextDocumentClientCapabilities();
    PublishDiagnosticsCapabilities diagnostics = new PublishDiagnosticsCapabilities();
    diagnostics.setRelatedInformation(true);
    diagnostics.setCodeDescriptionSupport(true);
    document.setPublishDiagnostics(diagnostics);
    DocumentSymbolCapabilities symbols = new DocumentSymbolCapabilities();
    symbols.setHierarchicalDocumentSymbolSupport(true);
    document.setDocumentSymbol(symbols);
    ClientCapabilities capabilities = new ClientCapabilities();
    capabilities.setWorkspace(workspace);
    capabilities.setTextDocument(document);
    return capabilities;
  }

  LanguageServer server() {
    return server;
  }

  TestClient client() {
    return client;
  }

  InitializeResult initialized() {
    if (initialized == null) {
      throw new IllegalStateException("not initialized");
    }
    return initialized;
  }

  /** Opens a document as version 1. */
  void open(String uri, String text) {
    server
        .getTextDocumentService()
        .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "tripline", 1, text)));
  }

  /** Replaces the whole text. */
  void change(String uri, int version, String text) {
    change(uri, version, List.of(new TextDocumentContentChangeEvent(text)));
  }

  /** Replaces a piece of the text. */
  void replace(String uri, int version, Position start, Position end, String text) {
    change(uri, version, List.of(new TextDocumentContentChangeEvent(new Range(start, end), text)));
  }

  private void change(String uri, int version, List<TextDocumentContentChangeEvent> changes) {
    server
        .getTextDocumentService()
        .didChange(
            new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(uri, version), new ArrayList<>(changes)));
  }

  /** Writes bytes between the messages. */
  void send(String raw) throws IOException {
    toServer.write(raw.getBytes(StandardCharsets.UTF_8));
    toServer.flush();
  }

  /** Closes the server's input without a word. */
  void hangUp() throws IOException {
    toServer.close();
  }

  /** The exit code, when the server has ended. */
  int exitCode() {
    return end.orTimeout(60, SECONDS).join();
  }

  /** What the server said on standard error. */
  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    if (!end.isDone()) {
      server.shutdown().orTimeout(60, SECONDS).join();
      server.exit();
    }
    end.orTimeout(60, SECONDS).join();
    threads.shutdownNow();
  }
}
