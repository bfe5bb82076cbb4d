package io.tripline.dsl.format;

import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Lays out expressions. A chain that does not fit has an operand on each line, its sign first. */
final class ExpressionLayout {
  /** Predicates that no line breaks before. */
  private static final Set<NodeKind> STICKING =
      Set.of(NodeKind.IN, NodeKind.IN_LIST, NodeKind.IS_NULL);

  private static final Set<NodeKind> CHAINS = Set.of(NodeKind.SUM, NodeKind.PRODUCT);

  private final Layout layout;

  ExpressionLayout(Layout layout) {
    this.layout = layout;
  }

  /** {@code a and b}, {@code a or b}; operands are indented to stand behind the word. */
  Doc logical(Node node) {
    Leaf word = (Leaf) node.children().get(1);
    int behind = word.text().length() + 1;
    return Doc.group(chain(node, behind));
  }

  /** {@code a + b}, {@code a * b}. */
  Doc arithmetic(Node node) {
    return Doc.group(Doc.nest(2, chain(node, 2)));
  }

  /** {@code not a}. */
  Doc not(Node node) {
    return Doc.concat(
        layout.of(node.children().get(0)),
        Doc.space(1),
        Doc.nest("not ".length(), layout.of(node.children().get(1))));
  }

  /** Operands with a sign between any two. */
  private Doc chain(Node node, int indent) {
    List<Element> children = node.children();
    List<Doc> parts = new ArrayList<>();
    parts.add(Doc.nest(indent, layout.of(children.getFirst())));
    for (int i = 1; i < children.size(); i += 2) {
      parts.add(Doc.LINE);
      parts.add(layout.of(children.get(i)));
      parts.add(Doc.space(1));
      parts.add(Doc.nest(indent, layout.of(children.get(i + 1))));
    }
    return Doc.concat(parts);
  }

  /** {@code a > b} and the like. */
  Doc test(Node node) {
    Element operand = node.children().get(0);
    Node predicate = (Node) node.children().get(1);
    if (STICKING.contains(predicate.kind())) {
      return Doc.concat(layout.of(operand), Doc.space(1), layout.of(predicate));
    }
    Doc compared = Doc.nest(2, Doc.LINE, layout.of(predicate));
    return operand instanceof Node left && CHAINS.contains(left.kind())
        ? Doc.group(layout.of(operand), compared)
        : Doc.concat(layout.of(operand), Doc.group(compared));
  }

  /** {@code not in (1, 2, 3)}. */
  Doc in(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "(");
    int last = children.size() - 1;
    return Doc.concat(
        layout.spaced(children.subList(0, open)),
        Doc.space(1),
        layout.brackets(children.subList(open, last + 1)));
  }

  /** {@code (a)}. */
  Doc parentheses(Node node) {
    List<Element> children = node.children();
    return Doc.concat(
        layout.of(children.get(0)),
        Doc.nest(1, layout.of(children.get(1))),
        layout.of(children.get(2)));
  }

  /** {@code case when a then b else c end}. */
  Doc caseWhen(Node node) {
    List<Element> children = node.children();
    int last = children.size() - 1;
    List<Doc> body = new ArrayList<>();
    for (int i = 1; i < last; i++) {
      body.add(Doc.LINE);
      Doc part = layout.of(children.get(i));
      if (children.get(i) instanceof Leaf) {
        part = Doc.concat(part, Doc.space(1), Doc.nest(2, layout.of(children.get(++i))));
      }
      body.add(part);
    }
    return Doc.group(
        layout.of(children.getFirst()),
        Doc.nest(2, Doc.concat(body)),
        Doc.LINE,
        layout.of(children.get(last)));
  }

  /** {@code when a then b}. */
  Doc branch(Node node) {
    List<Element> children = node.children();
    Doc when = layout.spaced(children.subList(0, 1));
    Doc then = layout.of(children.get(2));
    return Doc.group(
        when,
        Doc.space(1),
        Doc.nest("when ".length(), layout.of(children.get(1))),
        Doc.nest(2, Doc.LINE, then, Doc.space(1), layout.of(children.get(3))));
  }

  /** {@code avg(amount where approved) over 1h}. */
  Doc call(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "(");
    int close = Layout.indexOf(children, ")");
    Doc call =
        Doc.concat(
            layout.spaced(children.subList(0, open)), arguments(children.subList(open, close + 1)));
    return close == children.size() - 1
        ? call
        : Doc.concat(
            call, Doc.space(1), layout.spaced(children.subList(close + 1, children.size())));
  }

  private Doc arguments(List<Element> brackets) {
    if (brackets.size() == 2) {
      return layout.glued(brackets);
    }
    List<Element> children = ((Node) brackets.get(1)).children();
    int where = Layout.indexOf(children, "where");
    int values = where < 0 ? children.size() : where;
    List<Doc> parts = new ArrayList<>(layout.items(children.subList(0, values)));
    if (where >= 0) {
      parts.add(
          Doc.concat(
              layout.of(children.get(where)),
              Doc.space(1),
              Doc.nest(2, layout.of(children.get(where + 1)))));
    }
    return Doc.group(
        layout.of(brackets.getFirst()),
        Doc.nest(2, Doc.SOFT_LINE, Doc.join(Doc.LINE, parts)),
        Doc.SOFT_LINE,
        layout.of(brackets.getLast()));
  }

  /** {@code customers[account].daily_limit}. */
  Doc lookup(Node node) {
    List<Element> children = node.children();
    return Doc.concat(
        layout.of(children.getFirst()),
        Doc.group(
            layout.of(children.get(1)),
            Doc.nest(2, Doc.SOFT_LINE, layout.of(children.get(2))),
            Doc.SOFT_LINE,
            layout.of(children.get(3))),
        layout.glued(children.subList(4, children.size())));
  }

  /** {@code merchant = hit.merchant}. */
  Doc named(Node node) {
    List<Element> children = node.children();
    return Doc.concat(
        layout.spaced(children.subList(0, 2)),
        Doc.space(1),
        Doc.nest(2, layout.of(children.get(2))));
  }
}
