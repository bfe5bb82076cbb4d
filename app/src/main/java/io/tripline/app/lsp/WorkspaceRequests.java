package io.tripline.app.lsp;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What a client says and asks about all documents. */
final class WorkspaceRequests implements WorkspaceService {
  private final Workspace workspace;
  private final RuleLanguageServer server;

  WorkspaceRequests(Workspace workspace, RuleLanguageServer server) {
    this.workspace = workspace;
    this.server = server;
  }

  /** Says what can be asked here. */
  static void announce(ServerCapabilities capabilities) {
    capabilities.setWorkspaceSymbolProvider(true);
  }

  /** Whatever rule sets declare, and whose name contains what is asked for. */
  @Override
  public CompletableFuture<
          Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>>
      symbol(WorkspaceSymbolParams params) {
    String wanted = params.getQuery().toLowerCase(Locale.ROOT);
    return workspace
        .askAll(
            rules ->
                rules.snapshot().symbols().symbols().stream()
                    .filter(Symbols::isGlobal)
                    .filter(i -> i.symbol().name().toLowerCase(Locale.ROOT).contains(wanted))
                    .map(
                        info ->
                            new WorkspaceSymbol(
                                info.symbol().name(),
                                Symbols.kind(info.symbol().kind()),
                                Either.forLeft(rules.location(info.name()))))
                    .toList())
        .thenApply(Either::forRight);
  }

  @Override
  public void didChangeConfiguration(DidChangeConfigurationParams params) {
    server.settingsChanged(params.getSettings());
  }

  @Override
  public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
    server.foldersChanged(params.getEvent().getAdded(), params.getEvent().getRemoved());
  }

  @Override
  public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
    workspace.filesChanged(params.getChanges().stream().map(FileEvent::getUri).toList());
  }
}
