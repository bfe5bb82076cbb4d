package io.tripline.dsl.format;

import io.tripline.dsl.format.Words.Gap;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lays out rules: a clause begins a line, what belongs to it is indented further. */
final class RuleLayout {
  /** Clauses that say something about the rule; what they say stands in a column. */
  private static final Set<NodeKind> HEAD =
      Set.of(NodeKind.TITLE, NodeKind.SEVERITY, NodeKind.TAGS, NodeKind.PARAM);

  private final Layout layout;
  private final Words words;

  RuleLayout(Layout layout, Words words) {
    this.layout = layout;
    this.words = words;
  }

  Doc rule(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    List<Node> clauses = Layout.nodes(children.subList(open, children.size()));
    List<Doc> parts = new ArrayList<>();
    Head head = new Head(0, 0);
    for (int i = 0; i < clauses.size(); i++) {
      Node clause = clauses.get(i);
      boolean isHead = HEAD.contains(clause.kind());
      if (isHead
          && (i == 0 || !HEAD.contains(clauses.get(i - 1).kind()) || Words.isApart(clause))) {
        head = head(clauses.subList(i, clauses.size()));
      }
      parts.add(words.begin(clause, i == 0 ? Gap.NEVER : Gap.KEPT));
      parts.add(isHead ? head(clause, head) : layout.of(clause));
    }
    return Doc.concat(
        layout.spaced(children.subList(0, open)),
        Doc.space(1),
        words.braces((Leaf) children.get(open), parts, (Leaf) children.getLast()));
  }

  // ---- the head

  /**
   * Columns of neighboring clauses.
   *
   * @param word of the widest first word
   * @param name of the widest name of a parameter
   */
  private record Head(int word, int name) {}

  /** The columns of the clauses from the first one up to where the head ends or has a gap. */
  private Head head(List<Node> clauses) {
    int word = 0;
    int name = 0;
    for (int i = 0; i < clauses.size(); i++) {
      Node clause = clauses.get(i);
      if (!HEAD.contains(clause.kind()) || i > 0 && Words.isApart(clause)) {
        break;
      }
      word = Math.max(word, clause.first().text().length());
      if (clause.kind() == NodeKind.PARAM) {
        name = Columns.wider(name, ((Node) clause.children().get(1)).first());
      }
    }
    return new Head(word, name);
  }

  private Doc head(Node clause, Head head) {
    List<Element> children = clause.children();
    Doc word = layout.of(children.getFirst());
    List<Element> rest = children.subList(1, children.size());
    Doc said = clause.kind() == NodeKind.PARAM ? parameter(rest, head.name) : layout.commas(rest);
    return Doc.concat(word, Columns.pad(word, head.word, 1), Doc.nest(head.word + 1, said));
  }

  private Doc parameter(List<Element> children, int width) {
    Doc name = layout.of(children.get(0));
    return Doc.concat(
        name,
        Columns.pad(name, width, 1),
        layout.of(children.get(1)),
        Doc.space(1),
        layout.of(children.get(2)));
  }

  // ---- the match

  /** {@code on Payment by card when …}. */
  Doc trigger(Node node) {
    List<Element> children = node.children();
    if (!(children.getLast() instanceof Node when && when.kind() == NodeKind.WHEN)) {
      return layout.spaced(children);
    }
    return Doc.concat(
        layout.spaced(children.subList(0, children.size() - 1)),
        words.begin(when, Gap.NEVER),
        layout.of(when));
  }

  /** {@code pattern a -> b within 1h}. */
  Doc pattern(Node node) {
    List<Element> children = node.children();
    List<Doc> parts = new ArrayList<>();
    parts.add(layout.of(children.get(1)));
    if (children.size() > 2) {
      parts.add(new Doc.Line("  ", false, false));
      parts.add(layout.spaced(children.subList(2, children.size())));
    }
    return Doc.group(layout.of(children.getFirst()), Doc.space(1), Doc.nest(2, Doc.concat(parts)));
  }

  /** The definitions, their types in a column. */
  Doc define(Node node) {
    List<Node> definitions = Layout.nodes(node.children());
    int width = 0;
    for (Node definition : definitions) {
      width = Columns.wider(width, definition.first());
    }
    List<Doc> parts = new ArrayList<>();
    for (int i = 0; i < definitions.size(); i++) {
      parts.add(words.begin(definitions.get(i), i == 0 ? Gap.NEVER : Gap.KEPT));
      parts.add(definition(definitions.get(i), width));
    }
    return Doc.concat(layout.of(node.children().getFirst()), Doc.nest(2, Doc.concat(parts)));
  }

  /** {@code hit: Payment where …}; further lines begin a little behind the type. */
  private Doc definition(Node node, int width) {
    List<Element> children = node.children();
    Doc name = layout.of(children.getFirst());
    return Doc.concat(
        name,
        layout.of(children.get(1)),
        Columns.pad(name, width, 1),
        Doc.nest(width + 4, layout.spaced(children.subList(2, children.size()))));
  }

  // ---- the outcome

  /** {@code alert "…" score 85 with … once per 1h}: each on a line, unless it is one that fits. */
  Doc alert(Node node) {
    List<Element> children = node.children();
    List<Node> clauses = Layout.nodes(children);
    Doc text = layout.spaced(children.subList(0, 2));
    if (clauses.size() == 1) {
      return Doc.group(text, Doc.nest(2, Doc.LINE, clause(clauses.getFirst(), 0)));
    }
    boolean scored = clauses.stream().anyMatch(clause -> clause.kind() == NodeKind.SCORE);
    List<Doc> parts = new ArrayList<>();
    for (Node clause : clauses) {
      parts.add(words.begin(clause, Gap.NEVER));
      parts.add(clause(clause, scored ? "score".length() : 0));
    }
    return Doc.concat(text, Doc.nest(2, Doc.concat(parts)));
  }

  private Doc clause(Node node, int width) {
    if (node.kind() != NodeKind.WITH) {
      return layout.spaced(node.children());
    }
    List<Element> children = node.children();
    Doc word = layout.of(children.getFirst());
    List<Doc> items = layout.items(children.subList(1, children.size()));
    int column = Math.max(width, Doc.width(word));
    return Doc.concat(
        word,
        Columns.pad(word, column, 1),
        Doc.nest(column + 1, Doc.group(Doc.join(Doc.LINE, items))));
  }

  /** {@code emit CardCompromised { card = hit.card }}. */
  Doc emit(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    return Doc.concat(
        layout.spaced(children.subList(0, open)),
        Doc.space(1),
        layout.braces(children.subList(open, children.size())));
  }
}
