package io.tripline.dsl.syntax.concrete;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one rule of the grammar covers.
 *
 * @param children in the order of the text; never empty
 */
public record Node(NodeKind kind, List<Element> children) implements Element {
  public Node {
    children = List.copyOf(children);
    if (children.isEmpty()) {
      throw new IllegalArgumentException("an empty " + kind);
    }
  }

  @Override
  public int start() {
    return first().start();
  }

  @Override
  public int end() {
    return last().end();
  }

  /** Its first token. */
  public Leaf first() {
    Element element = this;
    while (element instanceof Node node) {
      element = node.children.getFirst();
    }
    return (Leaf) element;
  }

  /** Its last token. */
  public Leaf last() {
    Element element = this;
    while (element instanceof Node node) {
      element = node.children.getLast();
    }
    return (Leaf) element;
  }

  /** Its children of a kind. */
  public Stream<Node> nodes(NodeKind wanted) {
    return children.stream()
        .filter(child -> child instanceof Node node && node.kind == wanted)
        .map(child -> (Node) child);
  }

  /** Its first child of a kind. */
  public Optional<Node> node(NodeKind wanted) {
    return nodes(wanted).findFirst();
  }
}
