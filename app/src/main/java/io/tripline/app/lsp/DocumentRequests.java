package io.tripline.app.lsp;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.editor.CallSignature;
import io.tripline.dsl.editor.Card;
import io.tripline.dsl.editor.Cards;
import io.tripline.dsl.editor.Completer;
import io.tripline.dsl.editor.Formatting;
import io.tripline.dsl.editor.Occurrence;
import io.tripline.dsl.editor.Outline;
import io.tripline.dsl.editor.QuickFix;
import io.tripline.dsl.editor.Renamer;
import io.tripline.dsl.editor.Renaming;
import io.tripline.dsl.editor.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;
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
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
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
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What a client says and asks about one document. */
@SuppressWarnings(
    "NullAway") // the protocol's "nothing" is null, also where the library says no word
final class DocumentRequests implements TextDocumentService {
  private final Workspace workspace;
  private final DiagnosticPages pages;
  private volatile ClientFeatures client = ClientFeatures.NONE;

  DocumentRequests(Workspace workspace, DiagnosticPages pages) {
    this.workspace = workspace;
    this.pages = pages;
  }

  void start(ClientFeatures features) {
    client = features;
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

  private <T> CompletableFuture<T> at(
      TextDocumentPositionParams params, Function<Asked, T> answer) {
    return workspace.ask(params.getTextDocument().getUri(), answer);
  }

  /** What is named at a position. */
  private static List<Occurrence> named(Asked rules, TextDocumentPositionParams params) {
    return rules.snapshot().symbols().at(rules.file(), rules.offset(params.getPosition()));
  }

  @Override
  public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(
      CompletionParams params) {
    return at(
        params,
        rules ->
            Either.forLeft(
                Completion.items(
                    rules,
                    Completer.complete(
                        rules.snapshot(), rules.file(), rules.offset(params.getPosition())))));
  }

  @Override
  public CompletableFuture<Hover> hover(HoverParams params) {
    return at(
        params,
        rules -> {
          int offset = rules.offset(params.getPosition());
          Optional<Card> card = Cards.at(rules.snapshot(), rules.file(), offset);
          List<String> parts = new ArrayList<>();
          card.map(Card::markdown).ifPresent(parts::add);
          parts.addAll(mistakes(rules, offset));
          if (parts.isEmpty()) {
            return null;
          }
          MarkupContent content =
              new MarkupContent(MarkupKind.MARKDOWN, String.join("\n\n---\n\n", parts));
          return new Hover(content, card.map(c -> rules.range(c.span())).orElse(null));
        });
  }

  /** What the codes of the diagnostics at an offset mean. */
  private List<String> mistakes(Asked rules, int offset) {
    List<Diagnostic> found =
        rules
            .snapshot()
            .diagnostics(() -> false)
            .map(byFile -> byFile.getOrDefault(rules.file(), List.of()))
            .orElse(List.of());
    return found.stream()
        .filter(d -> rules.snapshot().span(d.place()).map(s -> s.touches(offset)).orElse(false))
        .map(Diagnostic::code)
        .distinct()
        .flatMap(this::explained)
        .toList();
  }

  private Stream<String> explained(String id) {
    return Stream.of(Code.values())
        .filter(code -> code.id().equals(id))
        .map(
            code -> {
              String name =
                  pages.link(id).map(link -> "[" + id + "](" + link + ")").orElse("**" + id + "**");
              return name + ": " + code.explanation();
            });
  }

  @Override
  public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>>
      definition(DefinitionParams params) {
    return at(
        params,
        rules ->
            Either.forLeft(
                named(rules, params).stream()
                    .map(Occurrence::symbol)
                    .flatMap(symbol -> rules.snapshot().symbols().info(symbol).stream())
                    .map(info -> rules.location(info.name()))
                    .toList()));
  }

  @Override
  public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
    boolean declarations =
        params.getContext() == null || params.getContext().isIncludeDeclaration();
    return at(
        params,
        rules ->
            occurrences(rules, params)
                .filter(o -> declarations || !o.declares())
                .map(Occurrence::span)
                .distinct()
                .map(rules::location)
                .toList());
  }

  @Override
  public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(
      DocumentHighlightParams params) {
    return at(
        params,
        rules ->
            occurrences(rules, params)
                .filter(o -> o.span().file().equals(rules.file()))
                .map(
                    o ->
                        new DocumentHighlight(
                            rules.range(o.span()),
                            o.declares()
                                ? DocumentHighlightKind.Write
                                : DocumentHighlightKind.Read))
                .distinct()
                .toList());
  }

  private static Stream<Occurrence> occurrences(Asked rules, TextDocumentPositionParams params) {
    return named(rules, params).stream()
        .flatMap(named -> rules.snapshot().symbols().of(named.symbol()).stream());
  }

  @Override
  public CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>>
      prepareRename(PrepareRenameParams params) {
    return at(
        params,
        rules ->
            Renamer.renamable(rules.snapshot(), rules.file(), rules.offset(params.getPosition()))
                .map(
                    o ->
                        Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(
                            new PrepareRenameResult(rules.range(o.span()), o.symbol().name())))
                .orElse(null));
  }

  @Override
  public CompletableFuture<WorkspaceEdit> rename(RenameParams params) {
    return at(
        params,
        rules -> {
          Renaming renaming =
              Renamer.rename(
                  rules.snapshot(),
                  rules.file(),
                  rules.offset(params.getPosition()),
                  params.getNewName());
          if (renaming.refusal() != null) {
            throw new ResponseErrorException(
                new ResponseError(ResponseErrorCode.RequestFailed, renaming.refusal(), null));
          }
          return Edits.workspace(rules, renaming.changes(), client.versionedEdits());
        });
  }

  @Override
  public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
      DocumentSymbolParams params) {
    return workspace.ask(
        params.getTextDocument().getUri(),
        rules ->
            Symbols.outline(
                rules, Outline.of(rules.snapshot(), rules.file()), client.nestedSymbols()));
  }

  @Override
  public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
    return workspace.ask(
        params.getTextDocument().getUri(),
        rules ->
            Outline.folds(rules.snapshot(), rules.file()).stream()
                .map(rules::range)
                .map(r -> new FoldingRange(r.getStart().getLine(), r.getEnd().getLine()))
                .toList());
  }

  /** Nothing is changed where a document cannot be read: its diagnostics say why. */
  @Override
  public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
    return workspace.ask(
        params.getTextDocument().getUri(),
        rules ->
            Formatting.of(rules.snapshot(), rules.file()).stream()
                .map(c -> new TextEdit(rules.range(c.span()), c.replacement()))
                .toList());
  }

  @Override
  public CompletableFuture<SignatureHelp> signatureHelp(SignatureHelpParams params) {
    return at(
        params,
        rules ->
            CallSignature.at(rules.snapshot(), rules.file(), rules.offset(params.getPosition()))
                .map(DocumentRequests::help)
                .orElse(null));
  }

  private static SignatureHelp help(CallSignature signature) {
    List<ParameterInformation> parameters =
        signature.parameters().stream().map(ParameterInformation::new).toList();
    SignatureInformation information =
        new SignatureInformation(signature.label(), signature.doc(), parameters);
    return new SignatureHelp(List.of(information), 0, signature.active());
  }

  @Override
  public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
    @Nullable List<String> only = params.getContext().getOnly();
    if (only != null && only.stream().noneMatch(CodeActionKind.QuickFix::startsWith)) {
      return CompletableFuture.completedFuture(List.of());
    }
    return workspace.ask(
        params.getTextDocument().getUri(),
        rules -> {
          Span piece =
              new Span(
                  rules.file(),
                  rules.offset(params.getRange().getStart()),
                  Math.max(
                      rules.offset(params.getRange().getStart()),
                      rules.offset(params.getRange().getEnd())));
          List<Either<Command, CodeAction>> actions = new ArrayList<>();
          for (QuickFix fix : QuickFix.in(rules.snapshot(), piece)) {
            actions.add(Either.forRight(action(rules, fix)));
          }
          return actions;
        });
  }

  private CodeAction action(Asked rules, QuickFix fix) {
    CodeAction action = new CodeAction(fix.title());
    action.setKind(CodeActionKind.QuickFix);
    action.setIsPreferred(true);
    action.setDiagnostics(List.of(new ProtocolDiagnostics(client, pages).of(rules, fix.mended())));
    action.setEdit(Edits.workspace(rules, List.of(fix.change()), client.versionedEdits()));
    return action;
  }
}
