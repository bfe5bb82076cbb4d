package io.tripline.app.lsp;

import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.services.WorkspaceService;

/** What a client says and asks about all documents. */
final class WorkspaceRequests implements WorkspaceService {
  private final Workspace workspace;
  private final RuleLanguageServer server;

  WorkspaceRequests(Workspace workspace, RuleLanguageServer server) {
    this.workspace = workspace;
    this.server = server;
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
