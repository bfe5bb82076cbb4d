package io.tripline.app.lsp;

import io.tripline.dsl.editor.Completions;
import io.tripline.dsl.editor.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Suggestions in the form of the protocol. */
final class Completion {
  private Completion() {}

  static List<CompletionItem> items(Asked rules, Completions completions) {
    Range range = rules.range(completions.replaced());
    List<CompletionItem> items = new ArrayList<>();
    for (Suggestion suggestion : completions.suggestions()) {
      CompletionItem item = new CompletionItem(suggestion.label());
      item.setKind(kind(suggestion.kind()));
      item.setTextEdit(Either.forLeft(new TextEdit(range, suggestion.insert())));
      // Clients sort by this: keep our order.
      item.setSortText(String.format(Locale.ROOT, "%04d", items.size()));
      if (!suggestion.detail().isEmpty()) {
        item.setDetail(suggestion.detail());
      }
      if (suggestion.doc() != null) {
        item.setDocumentation(suggestion.doc());
      }
      items.add(item);
    }
    return items;
  }

  private static CompletionItemKind kind(Suggestion.Kind kind) {
    return switch (kind) {
      case KEYWORD -> CompletionItemKind.Keyword;
      case EVENT -> CompletionItemKind.Class;
      case FIELD -> CompletionItemKind.Field;
      case ENUM_VALUE -> CompletionItemKind.EnumMember;
      case FEATURE, RULE -> CompletionItemKind.Property;
      case LIST, TABLE -> CompletionItemKind.Struct;
      case VARIABLE -> CompletionItemKind.Variable;
      case PARAMETER -> CompletionItemKind.Constant;
      case FUNCTION -> CompletionItemKind.Function;
      case TYPE -> CompletionItemKind.TypeParameter;
      case ANNOTATION -> CompletionItemKind.Reference;
      case VALUE -> CompletionItemKind.Value;
    };
  }
}
