package io.tripline.dsl.editor;

import java.util.List;

/**
 * A declaration in the outline of a file.
 *
 * @param detail a few words beside the name; may be empty
 * @param whole from its first word to its last
 * @param name where the name stands, within {@code whole}
 * @param children what it contains, in order
 */
public record OutlineNode(
    Symbol.Kind kind,
    String title,
    String detail,
    Span whole,
    Span name,
    List<OutlineNode> children) {
  public OutlineNode {
    children = List.copyOf(children);
  }
}
