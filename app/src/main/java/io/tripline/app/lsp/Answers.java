package io.tripline.app.lsp;

import io.tripline.dsl.diagnostic.Code;
import io.tripline.dsl.diagnostic.Diagnostic;
import io.tripline.dsl.editor.CallSignature;
import io.tripline.dsl.editor.Card;
import io.tripline.dsl.editor.Cards;
import io.tripline.dsl.editor.Occurrence;
import io.tripline.dsl.editor.QuickFix;
import io.tripline.dsl.editor.Renamer;
import io.tripline.dsl.editor.Renaming;
import io.tripline.dsl.editor.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;

/**
 * What editors ask about names, answered in the form of the protocol.
 *
 * @param client what it can take
 * @param pages about diagnostics
 */
record Answers(ClientFeatures client, DiagnosticPages pages) {

  // ---- what a name means

  private static List<Occurrence> named(Asked rules, Position position) {
    return rules.snapshot().symbols().at(rules.file(), rules.offset(position));
  }

  /** Everywhere that what is named at a position is named. */
  private static Stream<Occurrence> occurrences(Asked rules, Position position) {
    return named(rules, position).stream()
        .flatMap(named -> rules.snapshot().symbols().of(named.symbol()).stream());
  }

  Optional<Hover> hover(Asked rules, Position position) {
    int offset = rules.offset(position);
    Optional<Card> card = Cards.at(rules.snapshot(), rules.file(), offset);
    List<String> parts = new ArrayList<>();
    card.map(Card::markdown).ifPresent(parts::add);
    parts.addAll(mistakes(rules, offset));
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    Hover hover =
        new Hover(new MarkupContent(MarkupKind.MARKDOWN, String.join("\n\n---\n\n", parts)));
    card.ifPresent(c -> hover.setRange(rules.range(c.span())));
    return Optional.of(hover);
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
    String name = pages.link(id).map(link -> "[" + id + "](" + link + ")").orElse("**" + id + "**");
    return Stream.of(Code.values())
        .filter(code -> code.id().equals(id))
        .map(code -> name + ": " + code.explanation());
  }

  List<Location> definition(Asked rules, Position position) {
    return named(rules, position).stream()
        .map(Occurrence::symbol)
        .flatMap(symbol -> rules.snapshot().symbols().info(symbol).stream())
        .map(info -> rules.location(info.name()))
        .toList();
  }

  List<Location> references(Asked rules, Position position, boolean declarations) {
    return occurrences(rules, position)
        .filter(o -> declarations || !o.declares())
        .map(Occurrence::span)
        .distinct()
        .map(rules::location)
        .toList();
  }

  List<DocumentHighlight> highlights(Asked rules, Position position) {
    return occurrences(rules, position)
        .filter(o -> o.span().file().equals(rules.file()))
        .map(
            o ->
                new DocumentHighlight(
                    rules.range(o.span()),
                    o.declares() ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))
        .distinct()
        .toList();
  }

  Optional<SignatureHelp> signature(Asked rules, Position position) {
    return CallSignature.at(rules.snapshot(), rules.file(), rules.offset(position))
        .map(
            signature -> {
              List<ParameterInformation> parameters =
                  signature.parameters().stream().map(ParameterInformation::new).toList();
              SignatureInformation information =
                  new SignatureInformation(signature.label(), signature.doc(), parameters);
              return new SignatureHelp(List.of(information), 0, signature.active());
            });
  }

  // ---- changes

  Optional<PrepareRenameResult> renamable(Asked rules, Position position) {
    return Renamer.renamable(rules.snapshot(), rules.file(), rules.offset(position))
        .map(o -> new PrepareRenameResult(rules.range(o.span()), o.symbol().name()));
  }

  /**
   * Renames.
   *
   * @throws ResponseErrorException with the reason, if it is refused
   */
  WorkspaceEdit rename(Asked rules, Position position, String newName) {
    Renaming renaming =
        Renamer.rename(rules.snapshot(), rules.file(), rules.offset(position), newName);
    if (renaming.refusal() != null) {
      throw new ResponseErrorException(
          new ResponseError(ResponseErrorCode.RequestFailed, renaming.refusal(), null));
    }
    return Edits.workspace(rules, renaming.changes(), client.versionedEdits());
  }

  List<Either<Command, CodeAction>> quickFixes(Asked rules, Range range) {
    int start = rules.offset(range.getStart());
    int end = Math.max(start, rules.offset(range.getEnd()));
    List<Either<Command, CodeAction>> actions = new ArrayList<>();
    for (QuickFix fix : QuickFix.in(rules.snapshot(), new Span(rules.file(), start, end))) {
      actions.add(Either.forRight(action(rules, fix)));
    }
    return actions;
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
