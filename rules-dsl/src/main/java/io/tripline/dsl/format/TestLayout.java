package io.tripline.dsl.format;

import io.tripline.dsl.diagnostic.TextWidth;
import io.tripline.dsl.format.Words.Gap;
import io.tripline.dsl.syntax.concrete.Element;
import io.tripline.dsl.syntax.concrete.Leaf;
import io.tripline.dsl.syntax.concrete.Node;
import io.tripline.dsl.syntax.concrete.RowCells;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Lays out tests; the rows under a header have their cells in columns, numbers to the right. */
final class TestLayout {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  /** Cells wider than this have no part in the width of their column. */
  private static final int WIDEST = 40;

  private final Layout layout;
  private final Words words;

  TestLayout(Layout layout, Words words) {
    this.layout = layout;
    this.words = words;
  }

  Doc test(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    List<Node> tested = Layout.nodes(children.subList(open, children.size()));
    List<Doc> parts = new ArrayList<>();
    for (int i = 0; i < tested.size(); i++) {
      parts.add(words.begin(tested.get(i), i == 0 ? Gap.NEVER : Gap.KEPT));
      parts.add(layout.of(tested.get(i)));
    }
    return Doc.concat(
        layout.spaced(children.subList(0, open)),
        Doc.space(1),
        words.braces((Leaf) children.get(open), parts, (Leaf) children.getLast()));
  }

  /** {@code Payment { id, time }} and the rows under it; {@code codes { 1, 2 }}. */
  Doc given(Node node) {
    List<Element> children = node.children();
    int close = Layout.indexOf(children, "}");
    List<Doc> parts = new ArrayList<>();
    parts.add(layout.of(children.getFirst()));
    parts.add(Doc.space(1));
    parts.add(
        close == 2
            ? layout.glued(children.subList(1, 3))
            : Doc.group(
                layout.of(children.get(1)),
                Doc.nest(2, Doc.LINE, layout.commas(children.subList(2, close))),
                Doc.LINE,
                layout.of(children.get(close))));
    List<Leaf> rows =
        children.subList(close + 1, children.size()).stream().map(Leaf.class::cast).toList();
    List<Column> columns = columns(rows);
    for (int i = 0; i < rows.size(); i++) {
      parts.add(words.begin(rows.get(i), i == 0 ? Gap.NEVER : Gap.KEPT));
      parts.add(words.token(rows.get(i), row(Row.of(rows.get(i)), columns)));
    }
    return Doc.concat(parts);
  }

  /** {@code expect alert card_testing for c1 at h1 { probe = p1 p2 }}. */
  Doc expectAlert(Node node) {
    List<Element> children = node.children();
    int open = Layout.indexOf(children, "{");
    return open < 0
        ? layout.spaced(children)
        : Doc.concat(
            layout.spaced(children.subList(0, open)),
            Doc.space(1),
            layout.braces(children.subList(open, children.size())));
  }

  /** {@code probe = p1 p2}. */
  Doc expected(Node node) {
    List<Element> children = node.children();
    List<Doc> values = children.subList(2, children.size()).stream().map(layout::of).toList();
    Doc name = layout.spaced(children.subList(0, 2));
    return values.isEmpty() ? name : Doc.concat(name, Doc.space(1), Doc.nest(2, Doc.fill(values)));
  }

  // ---- rows

  /**
   * A column of the rows under a header.
   *
   * @param width in columns of the terminal
   * @param numeric whether all that stands in it are numbers
   */
  private record Column(int width, boolean numeric) {}

  /**
   * A row.
   *
   * @param rest a comment that the row ends with, with a bar in it; mostly empty
   */
  private record Row(List<String> cells, String rest) {
    static Row of(Leaf leaf) {
      int[] row = leaf.text().codePoints().toArray();
      RowCells found = RowCells.of(row);
      return new Row(
          found.cells().stream().map(c -> text(row, c.start(), c.end())).toList(),
          text(row, found.rest(), row.length));
    }

    private static String text(int[] row, int start, int end) {
      return new String(row, start, end - start);
    }
  }

  private static List<Column> columns(List<Leaf> leaves) {
    List<Column> columns = new ArrayList<>();
    for (Leaf leaf : leaves) {
      List<String> cells = Row.of(leaf).cells;
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        Column column = i < columns.size() ? columns.get(i) : new Column(0, true);
        int width = TextWidth.of(cell);
        boolean numeric = cell.isEmpty() || NUMBER.matcher(cell).matches();
        Column wider =
            new Column(
                width > WIDEST ? column.width : Math.max(column.width, width),
                column.numeric && numeric);
        if (i < columns.size()) {
          columns.set(i, wider);
        } else {
          columns.add(wider);
        }
      }
    }
    return columns;
  }

  private static Doc row(Row row, List<Column> columns) {
    StringBuilder text = new StringBuilder("|");
    for (int i = 0; i < row.cells.size(); i++) {
      String cell = row.cells.get(i);
      Column column = columns.get(i);
      int blanks = Math.max(0, column.width - TextWidth.of(cell));
      text.append(' ');
      text.repeat(' ', column.numeric ? blanks : 0).append(cell);
      text.repeat(' ', column.numeric ? 0 : blanks).append(" |");
    }
    Doc cells = Doc.text(text.toString());
    return row.rest.isEmpty()
        ? cells
        : Doc.concat(cells, new Doc.EndComment(row.rest.stripTrailing()));
  }
}
