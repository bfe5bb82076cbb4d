package io.tripline.app.lsp;

import java.util.List;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.services.TextDocumentService;

/** What a client says and asks about one document. */
final class DocumentRequests implements TextDocumentService {
  private final Workspace workspace;
  private ClientFeatures client = ClientFeatures.NONE;

  DocumentRequests(Workspace workspace) {
    this.workspace = workspace;
  }

  void start(ClientFeatures features) {
    client = features;
  }

  /** Says what can be asked here. */
  static void announce(ServerCapabilities capabilities) {}

  @Override
  public void didOpen(DidOpenTextDocumentParams params) {
    TextDocumentItem document = params.getTextDocument();
    workspace.opened(document.getUri(), document.getVersion(), document.getText());
  }

  @Override
  public void didChange(DidChangeTextDocumentParams params) {
    VersionedTextDocumentIdentifier document = params.getTextDocument();
    Integer version = document.getVersion();
    workspace.changed(document.getUri(), version == null ? 0 : version, params.getContentChanges());
  }

  @Override
  public void didClose(DidCloseTextDocumentParams params) {
    workspace.closed(params.getTextDocument().getUri());
  }

  @Override
  public void didSave(DidSaveTextDocumentParams params) {
    workspace.filesChanged(List.of(params.getTextDocument().getUri()));
  }
}
