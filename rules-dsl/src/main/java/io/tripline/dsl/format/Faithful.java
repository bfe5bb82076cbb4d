package io.tripline.dsl.format;

import io.tripline.dsl.SourceFile;
import io.tripline.dsl.diagnostic.Diagnostics;
import io.tripline.dsl.parser.RuleParser;
import io.tripline.dsl.syntax.concrete.Comment;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.RowCells;
import io.tripline.dsl.syntax.concrete.SourceTree;
import java.util.ArrayList;
import java.util.List;

/** Whether a text says the same as another one, blanks apart. */
final class Faithful {
  private Faithful() {}

  /** Whether the formatted text has the tree and the comments of the original. */
  static boolean is(SourceTree original, SourceFile formatted) {
    Diagnostics diagnostics = new Diagnostics();
    SourceTree tree = RuleParser.concrete(formatted, diagnostics);
    return !diagnostics.hasErrors()
        && comments(original).equals(comments(tree))
        && same(original.root(), tree.root());
  }

  private static boolean same(Element one, Element other) {
    return switch (one) {
      case Leaf leaf ->
          other instanceof Leaf second
              && leaf.kind() == second.kind()
              && words(leaf).equals(words(second));
      case Node node -> {
        boolean same =
            other instanceof Node second
                && node.kind() == second.kind()
                && node.children().size() == second.children().size();
        for (int i = 0; same && i < node.children().size(); i++) {
          same = same(node.children().get(i), ((Node) other).children().get(i));
        }
        yield same;
      }
    };
  }

  /** What a token says: its text, or of a row the cells. */
  private static List<String> words(Leaf leaf) {
    if (leaf.kind() != Leaf.Kind.ROW) {
      return List.of(leaf.text());
    }
    int[] row = leaf.text().codePoints().toArray();
    RowCells found = RowCells.of(row);
    List<String> words = new ArrayList<>();
    for (RowCells.Cell cell : found.cells()) {
      words.add(new String(row, cell.start(), cell.end() - cell.start()));
    }
    words.add(new String(row, found.rest(), row.length - found.rest()));
    return words;
  }

  private static List<String> comments(SourceTree tree) {
    List<String> comments = new ArrayList<>();
    for (Leaf leaf : tree.leaves()) {
      leaf.leading().forEach(comment -> comments.add(text(comment)));
      leaf.trailing().forEach(comment -> comments.add(text(comment)));
    }
    return comments;
  }

  private static String text(Comment comment) {
    return comment.endsLine() ? comment.text().stripTrailing() : comment.text();
  }
}
