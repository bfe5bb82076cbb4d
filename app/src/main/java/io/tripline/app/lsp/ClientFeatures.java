package io.tripline.app.lsp;

import java.util.Optional;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DynamicRegistrationCapabilities;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.jspecify.annotations.Nullable;

/**
 * What a client can take, as far as it matters here.
 *
 * @param watchesFiles whether it can be asked to tell of changed files
 * @param relatedPlaces whether diagnostics may name other places
 * @param codeLinks whether the code of a diagnostic may be a link
 * @param nestedSymbols whether symbols of a document may be a tree
 * @param versionedEdits whether edits may name the version of a document that they are for
 */
record ClientFeatures(
    boolean watchesFiles,
    boolean relatedPlaces,
    boolean codeLinks,
    boolean nestedSymbols,
    boolean versionedEdits) {

  static final ClientFeatures NONE = new ClientFeatures(false, false, false, false, false);

  static ClientFeatures of(@Nullable ClientCapabilities capabilities) {
    Optional<ClientCapabilities> all = Optional.ofNullable(capabilities);
    Optional<WorkspaceClientCapabilities> workspace = all.map(ClientCapabilities::getWorkspace);
    Optional<TextDocumentClientCapabilities> document =
        all.map(ClientCapabilities::getTextDocument);
    Optional<PublishDiagnosticsCapabilities> diagnostics =
        document.map(TextDocumentClientCapabilities::getPublishDiagnostics);
    return new ClientFeatures(
        workspace
            .map(WorkspaceClientCapabilities::getDidChangeWatchedFiles)
            .map(DynamicRegistrationCapabilities::getDynamicRegistration)
            .orElse(false),
        diagnostics.map(PublishDiagnosticsCapabilities::getRelatedInformation).orElse(false),
        diagnostics.map(PublishDiagnosticsCapabilities::getCodeDescriptionSupport).orElse(false),
        document
            .map(TextDocumentClientCapabilities::getDocumentSymbol)
            .map(symbols -> symbols.getHierarchicalDocumentSymbolSupport())
            .orElse(false),
        workspace
            .map(WorkspaceClientCapabilities::getWorkspaceEdit)
            .map(WorkspaceEditCapabilities::getDocumentChanges)
            .orElse(false));
  }
}
