package io.tripline.app.lsp;

import io.tripline.dsl.editor.OutlineNode;
import io.tripline.dsl.editor.Symbol;
import io.tripline.dsl.editor.SymbolInfo;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Outlines in the form of the protocol. */
final class Symbols {
  private Symbols() {}

  /**
   * The outline of a document.
   *
   * @param nested whether the client takes a tree; otherwise it is a list
   */
  static List<Either<SymbolInformation, DocumentSymbol>> outline(
      Asked rules, List<OutlineNode> nodes, boolean nested) {
    List<Either<SymbolInformation, DocumentSymbol>> symbols = new ArrayList<>();
    for (OutlineNode node : nodes) {
      if (nested) {
        symbols.add(Either.forRight(tree(rules, node)));
      } else {
        addFlat(rules, node, null, symbols);
      }
    }
    return symbols;
  }

  private static DocumentSymbol tree(Asked rules, OutlineNode node) {
    return new DocumentSymbol(
        node.title(),
        kind(node.kind()),
        rules.range(node.whole()),
        rules.range(node.name()),
        node.detail(),
        node.children().stream().map(child -> tree(rules, child)).toList());
  }

  @SuppressWarnings("deprecation") // what clients without trees take
  private static void addFlat(
      Asked rules,
      OutlineNode node,
      @org.jspecify.annotations.Nullable String container,
      List<Either<SymbolInformation, DocumentSymbol>> symbols) {
    symbols.add(
        Either.forLeft(
            new SymbolInformation(
                node.title(), kind(node.kind()), rules.location(node.whole()), container)));
    node.children().forEach(child -> addFlat(rules, child, node.title(), symbols));
  }

  static SymbolKind kind(Symbol.Kind kind) {
    return switch (kind) {
      case EVENT -> SymbolKind.Class;
      case FIELD, COLUMN -> SymbolKind.Field;
      case ENUM_VALUE -> SymbolKind.EnumMember;
      case FEATURE -> SymbolKind.Property;
      case LIST -> SymbolKind.Array;
      case TABLE -> SymbolKind.Struct;
      case RULE -> SymbolKind.Function;
      case VARIABLE -> SymbolKind.Variable;
      case PARAMETER -> SymbolKind.Constant;
      case ALERT_VALUE -> SymbolKind.Key;
    };
  }

  /** Whether a symbol is of the rule set, and not of one of its declarations. */
  static boolean isGlobal(SymbolInfo info) {
    return info.symbol().scope().isEmpty();
  }
}
