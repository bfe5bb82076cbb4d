package io.tripline.app.lsp;

import io.tripline.dsl.editor.Completer;
import io.tripline.dsl.editor.Completions;
import io.tripline.dsl.editor.Formatting;
import io.tripline.dsl.editor.Outline;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What a client says and asks about one document. */
@SuppressWarnings(
    "NullAway") // the protocol's "nothing" is null, also where the library says no word
final class DocumentRequests implements TextDocumentService {
  private final Workspace workspace;
  private volatile Answers answers;

  DocumentRequests(Workspace workspace, DiagnosticPages pages) {
    this.workspace = workspace;
    this.answers = new Answers(ClientFeatures.NONE, pages);
  }

  void start(ClientFeatures features) {
    answers = new Answers(features, answers.pages());
  }

  /** Says what can be asked here. */
  static void announce(ServerCapabilities capabilities) {
    capabilities.setHoverProvider(true);
    capabilities.setDefinitionProvider(true);
    capabilities.setReferencesProvider(true);
    capabilities.setDocumentHighlightProvider(true);
    capabilities.setDocumentSymbolProvider(true);
    capabilities.setFoldingRangeProvider(true);
    capabilities.setDocumentFormattingProvider(true);
    capabilities.setRenameProvider(new RenameOptions(true));
    capabilities.setCompletionProvider(new CompletionOptions(false, List.of(".", "@", "'", "{")));
    capabilities.setSignatureHelpProvider(new SignatureHelpOptions(List.of("(", ",")));
    capabilities.setCodeActionProvider(new CodeActionOptions(List.of(CodeActionKind.QuickFix)));
  }

  // ---- what the client says

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

  // ---- what it asks

  private <T> CompletableFuture<T> ask(TextDocumentIdentifier document, Function<Asked, T> answer) {
    return workspace.ask(document.getUri(), answer);
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return ask(
        params.getTextDocument(),
        rules -> {
          int offset = rules.offset(params.getPosition());
          Completions found = Completer.complete(rules.snapshot(), rules.file(), offset);
          return Either.forLeft(Completion.items(rules, found));
        });
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    return ask(
        params.getTextDocument(), rules -> answers.hover(rules, params.getPosition()).orElse(null));
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return ask(
        params.getTextDocument(),
        rules -> Either.forLeft(answers.definition(rules, params.getPosition())));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    boolean declarations =
        params.getContext() == null || params.getContext().isIncludeDeclaration();
    return ask(
        params.getTextDocument(),
        rules -> answers.references(rules, params.getPosition(), declarations));
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return ask(params.getTextDocument(), rules -> answers.highlights(rules, params.getPosition()));
  }

  @Override
  public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
    return ask(
        params.getTextDocument(),
        rules -> answers.signature(rules, params.getPosition()).orElse(null));
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return ask(
        params.getTextDocument(),
        rules ->
            answers
                .renamable(rules, params.getPosition())
                .map(Either3::<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond)
                .orElse(null));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return ask(
        params.getTextDocument(),
        rules -> answers.rename(rules, params.getPosition(), params.getNewName()));
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    @Nullable List<String> only = params.getContext().getOnly();
    if (only != null && only.stream().noneMatch(CodeActionKind.QuickFix::startsWith)) {
      return CompletableFuture.completedFuture(List.of());
    }
    return ask(params.getTextDocument(), rules -> answers.quickFixes(rules, params.getRange()));
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return ask(
        params.getTextDocument(),
        rules ->
            Symbols.outline(
                rules,
                Outline.of(rules.snapshot(), rules.file()),
                answers.client().nestedSymbols()));
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return ask(
        params.getTextDocument(),
        rules ->
            Outline.folds(rules.snapshot(), rules.file()).stream()
                .map(rules::range)
                .map(r -> new FoldingRange(r.getStart().getLine(), r.getEnd().getLine()))
                .toList());
  }

  /** Nothing is changed where a document cannot be read: its diagnostics say why. */
  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return ask(
        params.getTextDocument(),
        rules ->
            Formatting.of(rules.snapshot(), rules.file()).stream()
                .map(c -> new TextEdit(rules.range(c.span()), c.replacement()))
                .toList());
  }
}
