package io.tripline.app.lsp;

import io.tripline.app.cli.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.SetTraceParams;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextDocumentSyncOptions;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageClientAware;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** The server's life: how it begins, what it can do, how it ends. Called by the reader thread. */
final class RuleLanguageServer implements LanguageServer, LanguageClientAware {
  private static final String RULE_FILES = "**/*.trip";

  private final DiagnosticPages pages;
  private final Workspace workspace;
  private final DocumentRequests documents;
  private final WorkspaceRequests workspaces;
  private final CompletableFuture<Integer> end = new CompletableFuture<>();

  private @Nullable LanguageClient client;
  private ClientFeatures features = ClientFeatures.NONE;
  private List<Path> folders = List.of();
  private Settings settings = Settings.NONE;
  private boolean shutDown;

  RuleLanguageServer(java.time.Duration quiet, ServerThreads threads, DiagnosticPages pages) {
    this.pages = pages;
    this.workspace = new Workspace(quiet, threads, new ToClient());
    this.documents = new DocumentRequests(workspace, pages);
    this.workspaces = new WorkspaceRequests(workspace, this);
  }

  /** What the workspace finds goes to the client. */
  private final class ToClient implements Workspace.Listener {
    @Override
    public void found(PublishDiagnosticsParams diagnostics) {
      if (client != null) {
        client.publishDiagnostics(diagnostics);
      }
    }

    @Override
    public void warn(String sentence) {
      if (client != null) {
        client.showMessage(new MessageParams(MessageType.Warning, sentence));
      }
    }
  }

  @Override
  public void connect(LanguageClient newClient) {
    client = newClient;
  }

  /** Completed with the exit code when the server is to end. */
  CompletableFuture<Integer> end() {
    return end;
  }

  // ---- beginning

  @Override
  public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
    features = ClientFeatures.of(params.getCapabilities());
    folders = folders(params);
    Settings.read(params.getInitializationOptions()).ifPresent(read -> settings = read);
    documents.start(features);
    endWith(params.getProcessId());
    ServerInfo info =
        new ServerInfo("tripline", getClass().getPackage().getImplementationVersion());
    return CompletableFuture.completedFuture(new InitializeResult(capabilities(), info));
  }

  @Override
  public void initialized(InitializedParams params) {
    warnOfMissing();
    workspace.start(new ProtocolDiagnostics(features, pages), settings.roots(folders));
    if (features.watchesFiles() && client != null) {
      var watched =
          new DidChangeWatchedFilesRegistrationOptions(
              List.of(new FileSystemWatcher(Either.forLeft(RULE_FILES))));
      client.registerCapability(
          new RegistrationParams(
              List.of(new Registration("rule-files", "workspace/didChangeWatchedFiles", watched))));
    }
  }

  private static ServerCapabilities capabilities() {
    ServerCapabilities capabilities = new ServerCapabilities();
    TextDocumentSyncOptions sync = new TextDocumentSyncOptions();
    sync.setOpenClose(true);
    sync.setChange(TextDocumentSyncKind.Incremental);
    capabilities.setTextDocumentSync(sync);
    WorkspaceFoldersOptions changes = new WorkspaceFoldersOptions();
    changes.setSupported(true);
    changes.setChangeNotifications(true);
    capabilities.setWorkspace(new WorkspaceServerCapabilities(changes));
    DocumentRequests.announce(capabilities);
    WorkspaceRequests.announce(capabilities);
    return capabilities;
  }

  @SuppressWarnings("deprecation") // older clients send only the root
  private static List<Path> folders(InitializeParams params) {
    List<String> uris = new ArrayList<>();
    if (params.getWorkspaceFolders() != null) {
      params.getWorkspaceFolders().stream().map(WorkspaceFolder::getUri).forEach(uris::add);
    } else if (params.getRootUri() != null) {
      uris.add(params.getRootUri());
    }
    return uris.stream().map(DocumentName::path).flatMap(Optional::stream).toList();
  }

  // ---- changes of folders and settings

  void foldersChanged(List<WorkspaceFolder> added, List<WorkspaceFolder> removed) {
    List<Path> changed = new ArrayList<>(folders);
    removed.forEach(folder -> DocumentName.path(folder.getUri()).ifPresent(changed::remove));
    added.forEach(folder -> DocumentName.path(folder.getUri()).ifPresent(changed::add));
    folders = changed.stream().distinct().toList();
    regroup();
  }

  void settingsChanged(@Nullable Object json) {
    Optional<Settings> read = Settings.read(json);
    if (read.isPresent() && !read.get().equals(settings)) {
      settings = read.get();
      warnOfMissing();
      regroup();
    }
  }

  private void regroup() {
    RuleSetRoots roots = settings.roots(folders);
    workspace.change(old -> roots);
  }

  private void warnOfMissing() {
    List<String> missing = settings.missing(folders);
    if (!missing.isEmpty() && client != null) {
      client.showMessage(
          new MessageParams(
              MessageType.Warning,
              "the setting tripline.ruleSets names what is not in the workspace: "
                  + String.join(", ", missing)));
    }
  }

  // ---- end

  /** Ends the server when the editor has gone, also when it had no time to say so. */
  private void endWith(@Nullable Integer editor) {
    if (editor != null) {
      ProcessHandle.of(editor).ifPresent(process -> process.onExit().thenRun(this::exit));
    }
  }

  @Override
  public CompletableFuture<Object> shutdown() {
    shutDown = true;
    return CompletableFuture.completedFuture(null);
  }

  /** The protocol's exit codes: 0 after a shutdown, else 1. */
  @Override
  public void exit() {
    end.complete(shutDown ? ExitCode.FINE : ExitCode.FINDINGS);
  }

  @Override
  public void setTrace(SetTraceParams params) {
    // There is no trace to switch on; clients send this unasked.
  }

  @Override
  public TextDocumentService getTextDocumentService() {
    return documents;
  }

  @Override
  public WorkspaceService getWorkspaceService() {
    return workspaces;
  }
}
