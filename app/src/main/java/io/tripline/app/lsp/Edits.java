package io.tripline.app.lsp;

import io.tripline.dsl.editor.TextChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.ResourceOperation;
import org.eclipse.lsp4j.SnippetTextEdit;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Changes of files in the form of the protocol. */
final class Edits {
  private Edits() {}

  /**
   * Changes of any files of a rule set.
   *
   * @param versioned whether to name the versions of open documents, so that the client refuses a
   *     change of a text that it has changed meanwhile
   */
  static WorkspaceEdit workspace(Asked rules, List<TextChange> changes, boolean versioned) {
    Map<String, List<TextEdit>> byFile = new LinkedHashMap<>();
    for (TextChange change : changes) {
      byFile
          .computeIfAbsent(change.span().file(), f -> new ArrayList<>())
          .add(new TextEdit(rules.range(change.span()), change.replacement()));
    }
    if (!versioned) {
      Map<String, List<TextEdit>> byUri = new LinkedHashMap<>();
      byFile.forEach((file, edits) -> byUri.put(rules.uri(file), edits));
      return new WorkspaceEdit(byUri);
    }
    List<Either<TextDocumentEdit, ResourceOperation>> edits = new ArrayList<>();
    byFile.forEach(
        (file, own) -> {
          OpenDocument open = rules.open().get(new DocumentName(file));
          VersionedTextDocumentIdentifier document =
              new VersionedTextDocumentIdentifier(
                  rules.uri(file), open == null ? null : open.version());
          List<Either<TextEdit, SnippetTextEdit>> plain = new ArrayList<>();
          own.forEach(edit -> plain.add(Either.forLeft(edit)));
          edits.add(Either.forLeft(new TextDocumentEdit(document, plain)));
        });
    return new WorkspaceEdit(edits);
  }
}
