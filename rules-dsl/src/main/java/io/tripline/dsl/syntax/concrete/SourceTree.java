package io.tripline.dsl.syntax.concrete;

import java.util.ArrayList;
import java.util.List;

/**
 * A whole file.
 *
 * @param text the file, as it was given
 * @param root of the kind {@link NodeKind#RULE_SET}; its last child is the end of the file
 * @param leaves all tokens in the order of the text, the end of the file the last of them
 */
public record SourceTree(String text, Node root, List<Leaf> leaves) {
  public SourceTree {
    leaves = List.copyOf(leaves);
  }

  /** A file that nobody tried to read. */
  public static SourceTree unreadable(String text) {
    Leaf all = new Leaf(Leaf.Kind.STRAY, text, 0, 1, 1, 0, List.of(), List.of());
    Leaf end = new Leaf(Leaf.Kind.END, "", text.length(), 1, 1, 0, List.of(), List.of());
    Node unreadable = new Node(NodeKind.UNREADABLE, List.of(all));
    Node root = new Node(NodeKind.RULE_SET, List.of(unreadable, end));
    return new SourceTree(text, root, List.of(all, end));
  }

  /**
   * The token that covers an index of the text, or else the first one after it: between two tokens
   * that touch, the one behind. In logarithmic time.
   */
  public Leaf leafAt(int index) {
    int low = 0;
    int high = leaves.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (leaves.get(middle).end() > index) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return leaves.get(low);
  }

  /**
   * The nodes that cover a part of the text, the root first and the innermost last; the root alone
   * if there is no other.
   *
   * @param start the first index
   * @param end the index behind the last one, or {@code start} for a point between two characters
   */
  public List<Node> nodesAround(int start, int end) {
    List<Node> path = new ArrayList<>();
    Node node = root;
    while (node != null) {
      path.add(node);
      Node inner = null;
      for (Element child : node.children()) {
        if (child instanceof Node part && part.start() <= start && end <= part.end()) {
          inner = part;
        }
      }
      node = inner;
    }
    return path;
  }
}
