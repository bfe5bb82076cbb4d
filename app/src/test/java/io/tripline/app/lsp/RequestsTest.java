package io.tripline.app.lsp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What editors ask, over the protocol. */
final class RequestsTest {
  private static final String EVENTS = Session.EVENTS;

  /** The line of the alert has characters of two UTF-16 units. */
  private static final String RULE =
      """
      rule large {
        param limit = 100
        on Payment by card
        when amount > greatest(limit, 5)
        alert "💳💳 {amount} 💳" once per 1h
      }
      """;

  @TempDir private Path folder;
  private Session session;
  private String events;
  private String rule;

  @BeforeEach
  void open() throws IOException {
    events = folder.resolve("events.trip").toUri().toString();
    Files.writeString(folder.resolve("events.trip"), EVENTS);
    rule = folder.resolve("rule.trip").toUri().toString();
    session = Session.in(folder);
    session.open(rule, RULE);
  }

  @AfterEach
  void close() throws IOException {
    session.close();
  }

  private static <T> T join(CompletableFuture<T> answer) {
    return answer.orTimeout(60, SECONDS).join();
  }

  private TextDocumentIdentifier document() {
    return new TextDocumentIdentifier(rule);
  }

  /** Where a piece of the rule stands, so many units on. */
  private static Position at(String piece, int plus) {
    int offset = RULE.indexOf(piece) + plus;
    String before = RULE.substring(0, offset);
    return new Position(
        (int) before.chars().filter(c -> c == '\n').count(), offset - before.lastIndexOf('\n') - 1);
  }

  private static Range range(String piece) {
    return new Range(at(piece, 0), at(piece, piece.length()));
  }

  @Test
  void hoverExplainsANameWithItsDeclaration() {
    Hover hover =
        join(
            session
                .server()
                .getTextDocumentService()
                .hover(new HoverParams(document(), at("amount}", 2))));
    assertThat(hover.getContents().getRight().getValue())
        .contains("amount decimal(2)", "field of `Payment`");
    assertThat(hover.getRange()).isEqualTo(new Range(at("amount}", 0), at("amount}", 6)));
  }

  @Test
  void hoverOnAMistakeLinksToThePageAboutIt() {
    session.change(rule, 2, RULE.replace("amount >", "amuont >"));
    Hover hover =
        join(
            session
                .server()
                .getTextDocumentService()
                .hover(new HoverParams(document(), at("amount >", 2))));
    assertThat(hover.getContents().getRight().getValue())
        .contains("TL0103")
        .contains("docs/diagnostics/TL0103.md");
  }

  @Test
  void hoverOverNothingIsNothing() {
    assertThat(
            join(
                session
                    .server()
                    .getTextDocumentService()
                    .hover(new HoverParams(document(), new Position(0, 0)))))
        .isNull();
  }

  @Test
  void completionSeesWhatWasTypedJustBefore() {
    session.replace(rule, 2, at("amount >", 0), at("amount >", 8), "am > ");
    List<CompletionItem> items =
        join(session
                .server()
                .getTextDocumentService()
                .completion(new CompletionParams(document(), at("amount >", 2))))
            .getLeft();
    assertThat(items).extracting(CompletionItem::getLabel).contains("amount", "card", "limit");
    assertThat(items.getFirst().getTextEdit().getLeft().getRange())
        .isEqualTo(new Range(at("amount >", 0), at("amount >", 2)));
  }

  @Test
  void definitionAndReferencesCrossFiles() {
    Either<List<? extends Location>, ?> definition =
        join(
            session
                .server()
                .getTextDocumentService()
                .definition(new DefinitionParams(document(), at("Payment", 1))));
    assertThat(definition.getLeft())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.getUri()).isEqualTo(events);
              assertThat(found.getRange())
                  .isEqualTo(new Range(new Position(1, 6), new Position(1, 13)));
            });
    List<? extends Location> uses =
        join(
            session
                .server()
                .getTextDocumentService()
                .references(
                    new ReferenceParams(
                        document(), at("amount >", 1), new ReferenceContext(true))));
    assertThat(uses).hasSize(3).extracting(Location::getUri).contains(events, rule);
    assertThat(
            join(
                session
                    .server()
                    .getTextDocumentService()
                    .documentHighlight(new DocumentHighlightParams(document(), at("amount >", 1)))))
        .hasSize(2);
  }

  @Test
  void renamingChangesOpenAndOtherFiles() {
    assertThat(
            join(session
                    .server()
                    .getTextDocumentService()
                    .prepareRename(new PrepareRenameParams(document(), at("amount}", 1))))
                .getSecond()
                .getPlaceholder())
        .isEqualTo("amount");
    WorkspaceEdit edit =
        join(
            session
                .server()
                .getTextDocumentService()
                .rename(new RenameParams(document(), at("amount}", 1), "paid")));
    List<TextDocumentEdit> files = edit.getDocumentChanges().stream().map(Either::getLeft).toList();
    assertThat(files)
        .extracting(f -> f.getTextDocument().getUri() + " " + f.getTextDocument().getVersion())
        .containsExactlyInAnyOrder(rule + " 1", events + " null");
    TextDocumentEdit inRule =
        files.stream()
            .filter(f -> f.getTextDocument().getUri().equals(rule))
            .findFirst()
            .orElseThrow();
    assertThat(inRule.getEdits())
        .extracting(e -> e.getLeft().getRange())
        .containsExactlyInAnyOrder(
            new Range(at("amount >", 0), at("amount >", 6)),
            new Range(at("amount}", 0), at("amount}", 6)));
  }

  @Test
  void aRenamingThatIsRefusedSaysWhy() {
    assertThatThrownBy(
            () ->
                join(
                    session
                        .server()
                        .getTextDocumentService()
                        .rename(new RenameParams(document(), at("limit", 1), "when"))))
        .hasMessageContaining("reserved word");
  }

  @Test
  void theOutlineIsATree() {
    List<DocumentSymbol> symbols =
        join(
                session
                    .server()
                    .getTextDocumentService()
                    .documentSymbol(new DocumentSymbolParams(document())))
            .stream()
            .map(Either::getRight)
            .toList();
    assertThat(symbols).singleElement().extracting(DocumentSymbol::getName).isEqualTo("large");
    assertThat(symbols.getFirst().getChildren())
        .extracting(DocumentSymbol::getName)
        .containsExactly("limit");
    assertThat(
            join(
                session
                    .server()
                    .getTextDocumentService()
                    .foldingRange(new FoldingRangeRequestParams(document()))))
        .containsExactly(new FoldingRange(0, 5));
  }

  @Test
  void formattingChangesWhatIsNotInItsForm() {
    assertThat(formatting()).isEmpty();
    session.change(rule, 2, RULE.replace("  param limit = 100", "param   limit=100"));
    assertThat(formatting())
        .containsExactly(
            new TextEdit(
                new Range(new Position(1, 0), new Position(2, 0)), "  param limit = 100\n"));
    session.change(rule, 3, RULE.replace("amount >", "amount > >"));
    assertThat(formatting()).isEmpty();
  }

  private List<TextEdit> formatting() {
    return List.copyOf(
        join(
            session
                .server()
                .getTextDocumentService()
                .formatting(
                    new DocumentFormattingParams(document(), new FormattingOptions(2, true)))));
  }

  @Test
  void theWorkspaceIsSearchedForDeclarations() {
    List<? extends WorkspaceSymbol> found =
        join(session.server().getWorkspaceService().symbol(new WorkspaceSymbolParams("pay")))
            .getRight();
    assertThat(found).singleElement().extracting(WorkspaceSymbol::getName).isEqualTo("Payment");
  }

  @Test
  void aCallShowsItsSignature() {
    SignatureHelp help =
        join(
            session
                .server()
                .getTextDocumentService()
                .signatureHelp(new SignatureHelpParams(document(), at("limit, 5", 7))));
    assertThat(help.getSignatures().getFirst().getLabel())
        .startsWith("greatest(a ordered, b ordered");
    assertThat(help.getActiveParameter()).isEqualTo(1);
  }

  @Test
  void aMisspeltNameHasAQuickFix() {
    session.change(rule, 2, RULE.replace("amount >", "amuont >"));
    List<Either<org.eclipse.lsp4j.Command, CodeAction>> actions =
        join(
            session
                .server()
                .getTextDocumentService()
                .codeAction(
                    new CodeActionParams(
                        document(), range("amount >"), new CodeActionContext(List.of()))));
    CodeAction fix = actions.getFirst().getRight();
    assertThat(fix.getTitle()).contains("amount");
    assertThat(
            fix.getEdit()
                .getDocumentChanges()
                .getFirst()
                .getLeft()
                .getEdits()
                .getFirst()
                .getLeft()
                .getNewText())
        .isEqualTo("amount");
  }

  @Test
  void aDocumentThatNobodyKnowsHasNoAnswers() {
    TextDocumentIdentifier unknown = new TextDocumentIdentifier("file:///nowhere/at/all.trip");
    assertThat(
            join(
                session
                    .server()
                    .getTextDocumentService()
                    .hover(new HoverParams(unknown, new Position(3, 7)))))
        .isNull();
    assertThat(
            join(session
                    .server()
                    .getTextDocumentService()
                    .completion(new CompletionParams(unknown, new Position(3, 7))))
                .getLeft())
        .isEmpty();
    assertThat(
            join(
                session
                    .server()
                    .getTextDocumentService()
                    .documentSymbol(new DocumentSymbolParams(unknown))))
        .isEmpty();
  }

  @Test
  void rubbishIsAnsweredToo() {
    String rubbish = "\u0000\uD800 {{{ ''' ``` rule rule } @@ -> \r \"{ \n".repeat(200);
    session.change(rule, 2, rubbish);
    for (int line = 0; line < 5; line++) {
      Position position = new Position(line, 9);
      join(
          session
              .server()
              .getTextDocumentService()
              .completion(new CompletionParams(document(), position)));
      join(session.server().getTextDocumentService().hover(new HoverParams(document(), position)));
    }
    assertThat(session.client().diagnostics(rule, 2).getDiagnostics()).isNotEmpty();
    session.change(rule, 3, RULE);
    assertThat(session.client().diagnostics(rule, 3).getDiagnostics()).isEmpty();
    assertThat(session.log()).isEmpty();
  }
}
