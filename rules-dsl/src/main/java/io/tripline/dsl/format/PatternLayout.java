package io.tripline.dsl.format;

import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.NodeKind;
import java.util.ArrayList;
import java.util.List;

/** Lays out patterns. What does not fit has a part on each line, its arrow or bar first. */
final class PatternLayout {
  private final Layout layout;

  PatternLayout(Layout layout) {
    this.layout = layout;
  }

  /** {@code a | b}, {@code a -> b}, {@code a & b}. */
  Doc chain(Node node) {
    List<Element> children = node.children();
    if (children.size() == 1) {
      return layout.of(children.getFirst());
    }
    List<Doc> parts = new ArrayList<>();
    parts.add(Doc.nest(3, layout.of(children.getFirst())));
    for (int i = 1; i < children.size(); i += 2) {
      parts.add(Doc.LINE);
      parts.add(layout.of(children.get(i)));
      parts.add(Doc.space(1));
      parts.add(Doc.nest(children.get(i) instanceof Leaf ? 2 : 3, layout.of(children.get(i + 1))));
    }
    return Doc.group(Doc.concat(parts));
  }

  /** {@code a+ greedy}, {@code (a -> b){2,3} until c}. */
  Doc repetition(Node node) {
    List<Doc> parts = new ArrayList<>();
    for (Element child : node.children()) {
      switch (child) {
        case Node part when part.kind() == NodeKind.PATTERN ->
            parts.add(Doc.nest(1, layout.of(part)));
        case Node part when part.kind() == NodeKind.MODIFIER -> {
          parts.add(Doc.space(1));
          parts.add(modifier(part));
        }
        default -> parts.add(layout.of(child));
      }
    }
    return Doc.concat(parts);
  }

  private Doc modifier(Node node) {
    List<Element> children = node.children();
    Doc word = layout.of(children.getFirst());
    return children.size() == 1
        ? word
        : Doc.concat(word, Doc.space(1), Doc.nest(2, layout.of(children.get(1))));
  }
}
