package io.tripline.app.lsp;

import java.util.List;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;

/**
 * A document that the client has open: its text counts, not that of the file.
 *
 * @param uri as the client writes it
 * @param version of the text, as the client counts
 */
record OpenDocument(String uri, int version, String text) {

  /** After changes, each of which speaks of the text that the one before left. */
  OpenDocument with(int newVersion, List<TextDocumentContentChangeEvent> changes) {
    String changed = text;
    for (TextDocumentContentChangeEvent change : changes) {
      changed = change.getRange() == null ? change.getText() : apply(changed, change);
    }
    return new OpenDocument(uri, newVersion, changed);
  }

  private static String apply(String text, TextDocumentContentChangeEvent change) {
    Lines lines = new Lines(text);
    int start = lines.offset(change.getRange().getStart());
    int end = Math.max(start, lines.offset(change.getRange().getEnd()));
    return new StringBuilder(text.length() + change.getText().length())
        .append(text, 0, start)
        .append(change.getText())
        .append(text, end, text.length())
        .toString();
  }
}
